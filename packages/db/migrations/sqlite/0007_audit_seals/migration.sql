-- CreateTable
CREATE TABLE "audit_seal" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "seq" INTEGER NOT NULL,
    "format" INTEGER NOT NULL,
    "fromId" TEXT NOT NULL,
    "toId" TEXT NOT NULL,
    "firstId" TEXT NOT NULL,
    "fromAt" DATETIME NOT NULL,
    "toAt" DATETIME NOT NULL,
    "rows" INTEGER NOT NULL,
    "rowsHash" TEXT NOT NULL,
    "previousHash" TEXT NOT NULL,
    "hash" TEXT NOT NULL,
    "mac" TEXT NOT NULL,
    "keyMark" TEXT NOT NULL,
    "sealedAt" DATETIME NOT NULL,
    "verifiedAt" DATETIME,
    "brokenCode" TEXT,
    "archiveId" TEXT,
    "purgedAt" DATETIME
);

-- CreateTable
CREATE TABLE "audit_seal_marks" (
    "sealId" TEXT NOT NULL PRIMARY KEY,
    "marks" TEXT NOT NULL
);

-- CreateTable
CREATE TABLE "audit_archive" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "fromSeq" INTEGER NOT NULL,
    "toSeq" INTEGER NOT NULL,
    "fromAt" DATETIME NOT NULL,
    "toAt" DATETIME NOT NULL,
    "rows" INTEGER NOT NULL,
    "bytes" REAL NOT NULL,
    "fileId" TEXT NOT NULL,
    "sha256" TEXT NOT NULL,
    "createdAt" DATETIME NOT NULL,
    "purgedAt" DATETIME
);

-- CreateTable
CREATE TABLE "audit_hold" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "fromAt" DATETIME NOT NULL,
    "toAt" DATETIME,
    "reason" TEXT NOT NULL,
    "placedById" TEXT,
    "placedByName" TEXT NOT NULL,
    "placedAt" DATETIME NOT NULL,
    "releasedById" TEXT,
    "releasedByName" TEXT,
    "releasedAt" DATETIME,
    "releaseReason" TEXT
);

-- CreateTable
CREATE TABLE "audit_verification" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "state" TEXT NOT NULL,
    "requestedById" TEXT,
    "requestedByName" TEXT NOT NULL,
    "requestedAt" DATETIME NOT NULL,
    "endedAt" DATETIME,
    "fromSeq" INTEGER NOT NULL,
    "toSeq" INTEGER NOT NULL,
    "doneSeq" INTEGER NOT NULL,
    "rowsDone" INTEGER NOT NULL,
    "findingCount" INTEGER NOT NULL,
    "findings" JSONB NOT NULL
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
