-- AlterTable
ALTER TABLE "platform_job" ADD COLUMN     "endpoint" TEXT;

-- CreateTable
CREATE TABLE "platform_job_endpoint" (
    "key" TEXT NOT NULL,
    "failures" INTEGER NOT NULL,
    "isOpen" BOOLEAN NOT NULL DEFAULT false,
    "openedAt" TIMESTAMPTZ(3),
    "probeAt" TIMESTAMPTZ(3),
    "lastError" TEXT,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "platform_job_endpoint_pkey" PRIMARY KEY ("key")
);
