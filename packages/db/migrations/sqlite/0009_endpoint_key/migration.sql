-- AlterTable
ALTER TABLE "ingest_endpoint" ADD COLUMN "keyId" TEXT;
ALTER TABLE "ingest_endpoint" ADD COLUMN "keyName" TEXT;
ALTER TABLE "ingest_endpoint" ADD COLUMN "rivalAt" DATETIME;
ALTER TABLE "ingest_endpoint" ADD COLUMN "rivalName" TEXT;
