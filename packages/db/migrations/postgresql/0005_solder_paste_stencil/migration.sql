-- AlterTable
ALTER TABLE "solder_paste_bottle" ADD COLUMN     "stencilSeconds" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "stencilSince" TIMESTAMPTZ(3);
