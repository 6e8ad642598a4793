-- AlterTable
ALTER TABLE "auth_session" ADD COLUMN     "lastSeenAt" TIMESTAMPTZ(3);

-- CreateTable
CREATE TABLE "auth_sign_in_failure" (
    "username" TEXT NOT NULL,
    "failures" INTEGER NOT NULL,
    "lastFailedAt" TIMESTAMPTZ(3) NOT NULL,
    "lockedUntil" TIMESTAMPTZ(3),

    CONSTRAINT "auth_sign_in_failure_pkey" PRIMARY KEY ("username")
);

-- CreateTable
CREATE TABLE "auth_second_factor" (
    "userId" TEXT NOT NULL,
    "secret" TEXT NOT NULL,
    "confirmedAt" TIMESTAMPTZ(3),
    "lastStep" INTEGER,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "auth_second_factor_pkey" PRIMARY KEY ("userId")
);

-- CreateTable
CREATE TABLE "auth_recovery_code" (
    "id" TEXT NOT NULL,
    "userId" TEXT NOT NULL,
    "codeHash" TEXT NOT NULL,
    "usedAt" TIMESTAMPTZ(3),

    CONSTRAINT "auth_recovery_code_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "auth_sign_in_failure_lastFailedAt_idx" ON "auth_sign_in_failure"("lastFailedAt");

-- CreateIndex
CREATE UNIQUE INDEX "auth_recovery_code_userId_codeHash_key" ON "auth_recovery_code"("userId", "codeHash");

-- AddForeignKey
ALTER TABLE "auth_second_factor" ADD CONSTRAINT "auth_second_factor_userId_fkey" FOREIGN KEY ("userId") REFERENCES "auth_user"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "auth_recovery_code" ADD CONSTRAINT "auth_recovery_code_userId_fkey" FOREIGN KEY ("userId") REFERENCES "auth_user"("id") ON DELETE CASCADE ON UPDATE CASCADE;
