-- AlterTable
ALTER TABLE "solder_paste_bottle" ADD COLUMN "stencilSeconds" INTEGER NOT NULL DEFAULT 0;
ALTER TABLE "solder_paste_bottle" ADD COLUMN "stencilSince" DATETIME;
