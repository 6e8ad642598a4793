-- AlterTable
ALTER TABLE "auth_session" ADD COLUMN "lastSeenAt" DATETIME;

-- CreateTable
CREATE TABLE "auth_sign_in_failure" (
    "username" TEXT NOT NULL PRIMARY KEY,
    "failures" INTEGER NOT NULL,
    "lastFailedAt" DATETIME NOT NULL,
    "lockedUntil" DATETIME
);

-- CreateTable
CREATE TABLE "auth_second_factor" (
    "userId" TEXT NOT NULL PRIMARY KEY,
    "secret" TEXT NOT NULL,
    "confirmedAt" DATETIME,
    "lastStep" INTEGER,
    "createdAt" DATETIME NOT NULL,
    CONSTRAINT "auth_second_factor_userId_fkey" FOREIGN KEY ("userId") REFERENCES "auth_user" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "auth_recovery_code" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "userId" TEXT NOT NULL,
    "codeHash" TEXT NOT NULL,
    "usedAt" DATETIME,
    CONSTRAINT "auth_recovery_code_userId_fkey" FOREIGN KEY ("userId") REFERENCES "auth_user" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateIndex
CREATE INDEX "auth_sign_in_failure_lastFailedAt_idx" ON "auth_sign_in_failure"("lastFailedAt");

-- CreateIndex
CREATE UNIQUE INDEX "auth_recovery_code_userId_codeHash_key" ON "auth_recovery_code"("userId", "codeHash");
