-- AlterTable
ALTER TABLE "ingest_endpoint" ADD COLUMN     "keyId" TEXT,
ADD COLUMN     "keyName" TEXT,
ADD COLUMN     "rivalAt" TIMESTAMPTZ(3),
ADD COLUMN     "rivalName" TEXT;
