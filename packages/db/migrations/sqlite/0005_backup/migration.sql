-- CreateTable
CREATE TABLE "ops_backup" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "name" TEXT,
    "state" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "requestedById" TEXT,
    "requestedByName" TEXT NOT NULL,
    "requestedAt" DATETIME NOT NULL,
    "createdAt" DATETIME,
    "verifiedAt" DATETIME,
    "endedAt" DATETIME,
    "bytes" REAL,
    "sha256" TEXT,
    "schema" TEXT,
    "version" TEXT,
    "rows" INTEGER,
    "events" INTEGER,
    "attachments" INTEGER,
    "createMs" INTEGER,
    "verifyMs" INTEGER,
    "places" JSONB NOT NULL,
    "errorCode" TEXT,
    "error" TEXT,
    "findings" JSONB NOT NULL
);

-- CreateIndex
CREATE UNIQUE INDEX "ops_backup_name_key" ON "ops_backup"("name");

-- CreateIndex
CREATE INDEX "ops_backup_state_createdAt_idx" ON "ops_backup"("state", "createdAt");

-- CreateIndex
CREATE INDEX "ops_backup_requestedAt_idx" ON "ops_backup"("requestedAt");
