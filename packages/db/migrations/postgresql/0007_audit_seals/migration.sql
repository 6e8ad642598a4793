-- CreateTable
CREATE TABLE "audit_seal" (
    "id" TEXT NOT NULL,
    "seq" INTEGER NOT NULL,
    "format" INTEGER NOT NULL,
    "fromId" TEXT NOT NULL,
    "toId" TEXT NOT NULL,
    "firstId" TEXT NOT NULL,
    "fromAt" TIMESTAMPTZ(3) NOT NULL,
    "toAt" TIMESTAMPTZ(3) NOT NULL,
    "rows" INTEGER NOT NULL,
    "rowsHash" TEXT NOT NULL,
    "previousHash" TEXT NOT NULL,
    "hash" TEXT NOT NULL,
    "mac" TEXT NOT NULL,
    "keyMark" TEXT NOT NULL,
    "sealedAt" TIMESTAMPTZ(3) NOT NULL,
    "verifiedAt" TIMESTAMPTZ(3),
    "brokenCode" TEXT,
    "archiveId" TEXT,
    "purgedAt" TIMESTAMPTZ(3),

    CONSTRAINT "audit_seal_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "audit_seal_marks" (
    "sealId" TEXT NOT NULL,
    "marks" TEXT NOT NULL,

    CONSTRAINT "audit_seal_marks_pkey" PRIMARY KEY ("sealId")
);

-- CreateTable
CREATE TABLE "audit_archive" (
    "id" TEXT NOT NULL,
    "fromSeq" INTEGER NOT NULL,
    "toSeq" INTEGER NOT NULL,
    "fromAt" TIMESTAMPTZ(3) NOT NULL,
    "toAt" TIMESTAMPTZ(3) NOT NULL,
    "rows" INTEGER NOT NULL,
    "bytes" DOUBLE PRECISION NOT NULL,
    "fileId" TEXT NOT NULL,
    "sha256" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "purgedAt" TIMESTAMPTZ(3),

    CONSTRAINT "audit_archive_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "audit_hold" (
    "id" TEXT NOT NULL,
    "fromAt" TIMESTAMPTZ(3) NOT NULL,
    "toAt" TIMESTAMPTZ(3),
    "reason" TEXT NOT NULL,
    "placedById" TEXT,
    "placedByName" TEXT NOT NULL,
    "placedAt" TIMESTAMPTZ(3) NOT NULL,
    "releasedById" TEXT,
    "releasedByName" TEXT,
    "releasedAt" TIMESTAMPTZ(3),
    "releaseReason" TEXT,

    CONSTRAINT "audit_hold_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "audit_verification" (
    "id" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "requestedById" TEXT,
    "requestedByName" TEXT NOT NULL,
    "requestedAt" TIMESTAMPTZ(3) NOT NULL,
    "endedAt" TIMESTAMPTZ(3),
    "fromSeq" INTEGER NOT NULL,
    "toSeq" INTEGER NOT NULL,
    "doneSeq" INTEGER NOT NULL,
    "rowsDone" INTEGER NOT NULL,
    "findingCount" INTEGER NOT NULL,
    "findings" JSONB NOT NULL,

    CONSTRAINT "audit_verification_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "audit_seal_seq_key" ON "audit_seal"("seq");

-- CreateIndex
CREATE UNIQUE INDEX "audit_seal_toId_key" ON "audit_seal"("toId");

-- CreateIndex
CREATE INDEX "audit_seal_toAt_seq_idx" ON "audit_seal"("toAt", "seq");

-- CreateIndex
CREATE INDEX "audit_seal_fromAt_seq_idx" ON "audit_seal"("fromAt", "seq");

-- CreateIndex
CREATE INDEX "audit_seal_archiveId_idx" ON "audit_seal"("archiveId");

-- CreateIndex
CREATE INDEX "audit_archive_purgedAt_fromSeq_idx" ON "audit_archive"("purgedAt", "fromSeq");

-- CreateIndex
CREATE INDEX "audit_hold_releasedAt_idx" ON "audit_hold"("releasedAt");

-- CreateIndex
CREATE INDEX "audit_verification_state_id_idx" ON "audit_verification"("state", "id");

-- CreateIndex
CREATE INDEX "platform_event_requestId_idx" ON "platform_event"("requestId");
