-- AlterTable
ALTER TABLE "platform_job" ADD COLUMN "endpoint" TEXT;

-- CreateTable
CREATE TABLE "platform_job_endpoint" (
    "key" TEXT NOT NULL PRIMARY KEY,
    "failures" INTEGER NOT NULL,
    "isOpen" BOOLEAN NOT NULL DEFAULT false,
    "openedAt" DATETIME,
    "probeAt" DATETIME,
    "lastError" TEXT,
    "updatedAt" DATETIME NOT NULL
);
