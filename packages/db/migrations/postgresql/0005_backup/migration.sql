-- CreateTable
CREATE TABLE "ops_backup" (
    "id" TEXT NOT NULL,
    "name" TEXT,
    "state" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "requestedById" TEXT,
    "requestedByName" TEXT NOT NULL,
    "requestedAt" TIMESTAMPTZ(3) NOT NULL,
    "createdAt" TIMESTAMPTZ(3),
    "verifiedAt" TIMESTAMPTZ(3),
    "endedAt" TIMESTAMPTZ(3),
    "bytes" DOUBLE PRECISION,
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
    "findings" JSONB NOT NULL,

    CONSTRAINT "ops_backup_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "ops_backup_name_key" ON "ops_backup"("name");

-- CreateIndex
CREATE INDEX "ops_backup_state_createdAt_idx" ON "ops_backup"("state", "createdAt");

-- CreateIndex
CREATE INDEX "ops_backup_requestedAt_idx" ON "ops_backup"("requestedAt");
