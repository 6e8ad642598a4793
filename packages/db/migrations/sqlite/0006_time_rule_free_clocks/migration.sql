-- RedefineTables
PRAGMA defer_foreign_keys=ON;
PRAGMA foreign_keys=OFF;
CREATE TABLE "new_time_rule_clock" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "ruleId" TEXT NOT NULL,
    "ruleCode" TEXT NOT NULL,
    "family" TEXT NOT NULL,
    "frozen" JSONB NOT NULL,
    "subjectType" TEXT NOT NULL,
    "subjectId" TEXT NOT NULL,
    "subjectKey" TEXT NOT NULL,
    "activeKey" TEXT,
    "lineId" TEXT,
    "runId" TEXT,
    "runNo" TEXT,
    "routeCode" TEXT,
    "productCode" TEXT,
    "state" TEXT NOT NULL,
    "onExpiry" TEXT NOT NULL,
    "isWaivable" BOOLEAN NOT NULL,
    "startedAt" DATETIME NOT NULL,
    "warningAt" DATETIME NOT NULL,
    "expiresAt" DATETIME NOT NULL,
    "startRef" TEXT,
    "endRef" TEXT,
    "warnedAt" DATETIME,
    "detectedAt" DATETIME,
    "detectionDelaySeconds" INTEGER,
    "endedAt" DATETIME,
    "elapsedSeconds" INTEGER,
    "waivedAt" DATETIME,
    "waivedById" TEXT,
    "waivedByName" TEXT,
    "waiveReason" TEXT,
    "version" INTEGER NOT NULL DEFAULT 1
);
INSERT INTO "new_time_rule_clock" ("activeKey", "detectedAt", "detectionDelaySeconds", "elapsedSeconds", "endRef", "endedAt", "expiresAt", "family", "frozen", "id", "isWaivable", "lineId", "onExpiry", "productCode", "routeCode", "ruleCode", "ruleId", "runId", "runNo", "startRef", "startedAt", "state", "subjectId", "subjectKey", "subjectType", "version", "waiveReason", "waivedAt", "waivedById", "waivedByName", "warnedAt", "warningAt") SELECT "activeKey", "detectedAt", "detectionDelaySeconds", "elapsedSeconds", "endRef", "endedAt", "expiresAt", "family", "frozen", "id", "isWaivable", "lineId", "onExpiry", "productCode", "routeCode", "ruleCode", "ruleId", "runId", "runNo", "startRef", "startedAt", "state", "subjectId", "subjectKey", "subjectType", "version", "waiveReason", "waivedAt", "waivedById", "waivedByName", "warnedAt", "warningAt" FROM "time_rule_clock";
DROP TABLE "time_rule_clock";
ALTER TABLE "new_time_rule_clock" RENAME TO "time_rule_clock";
CREATE UNIQUE INDEX "time_rule_clock_activeKey_key" ON "time_rule_clock"("activeKey");
CREATE INDEX "time_rule_clock_ruleId_state_idx" ON "time_rule_clock"("ruleId", "state");
CREATE INDEX "time_rule_clock_state_expiresAt_idx" ON "time_rule_clock"("state", "expiresAt");
CREATE INDEX "time_rule_clock_subjectType_subjectId_state_idx" ON "time_rule_clock"("subjectType", "subjectId", "state");
CREATE INDEX "time_rule_clock_runId_state_idx" ON "time_rule_clock"("runId", "state");
CREATE INDEX "time_rule_clock_lineId_state_idx" ON "time_rule_clock"("lineId", "state");
CREATE INDEX "time_rule_clock_startRef_idx" ON "time_rule_clock"("startRef");
PRAGMA foreign_keys=ON;
PRAGMA defer_foreign_keys=OFF;
