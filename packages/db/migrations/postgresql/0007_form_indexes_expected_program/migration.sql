-- AlterTable
ALTER TABLE "routing_execution_config" ADD COLUMN     "expectedProgram" TEXT;

-- CreateIndex
CREATE INDEX "form_record_occurredAt_idx" ON "form_record"("occurredAt");

-- CreateIndex
CREATE INDEX "form_record_subjectKey_occurredAt_idx" ON "form_record"("subjectKey", "occurredAt");
