-- CreateTable
CREATE TABLE "audit_signature" (
    "id" TEXT NOT NULL,
    "entityType" TEXT NOT NULL,
    "entityId" TEXT NOT NULL,
    "entityKey" TEXT NOT NULL,
    "command" TEXT NOT NULL,
    "meaning" TEXT NOT NULL,
    "signedById" TEXT NOT NULL,
    "username" TEXT NOT NULL,
    "printedName" TEXT NOT NULL,
    "method" TEXT NOT NULL,
    "signedAt" TIMESTAMPTZ(3) NOT NULL,
    "contentHash" TEXT NOT NULL,
    "requestId" TEXT,

    CONSTRAINT "audit_signature_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ops_health_alarm" (
    "check" TEXT NOT NULL,
    "node" TEXT NOT NULL,
    "severity" TEXT NOT NULL,
    "context" JSONB NOT NULL,
    "sinceAt" TIMESTAMPTZ(3) NOT NULL,
    "seenAt" TIMESTAMPTZ(3) NOT NULL,
    "noticeId" TEXT,
    "clearedAt" TIMESTAMPTZ(3),

    CONSTRAINT "ops_health_alarm_pkey" PRIMARY KEY ("check","node")
);

-- CreateIndex
CREATE INDEX "audit_signature_entityType_entityId_signedAt_idx" ON "audit_signature"("entityType", "entityId", "signedAt");

-- CreateIndex
CREATE INDEX "audit_signature_signedById_signedAt_idx" ON "audit_signature"("signedById", "signedAt");

-- CreateIndex
CREATE INDEX "audit_signature_signedAt_idx" ON "audit_signature"("signedAt");

-- CreateIndex
CREATE INDEX "ops_health_alarm_clearedAt_idx" ON "ops_health_alarm"("clearedAt");
