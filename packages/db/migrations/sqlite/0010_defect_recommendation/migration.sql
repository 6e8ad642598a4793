-- AlterTable
ALTER TABLE "quality_defect" ADD COLUMN "recommendation" TEXT;
