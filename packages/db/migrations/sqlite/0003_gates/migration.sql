-- AlterTable
ALTER TABLE "routing_execution_config" ADD COLUMN "expectedProgram" TEXT;

-- CreateTable
CREATE TABLE "equipment_machine" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "code" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "kind" TEXT,
    "lineId" TEXT NOT NULL,
    "stationId" TEXT,
    "status" TEXT NOT NULL,
    "statusSince" DATETIME NOT NULL,
    "statusReason" TEXT,
    "source" TEXT NOT NULL DEFAULT 'MANUAL',
    "calibrationDueAt" DATETIME,
    "isActive" BOOLEAN NOT NULL DEFAULT true,
    "version" INTEGER NOT NULL DEFAULT 1,
    "createdAt" DATETIME NOT NULL,
    "updatedAt" DATETIME NOT NULL,
    CONSTRAINT "equipment_machine_lineId_fkey" FOREIGN KEY ("lineId") REFERENCES "plant_line" ("id") ON DELETE RESTRICT ON UPDATE CASCADE,
    CONSTRAINT "equipment_machine_stationId_fkey" FOREIGN KEY ("stationId") REFERENCES "plant_station" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "equipment_status" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "equipmentId" TEXT NOT NULL,
    "fromStatus" TEXT,
    "status" TEXT NOT NULL,
    "reason" TEXT,
    "at" DATETIME NOT NULL,
    "actorId" TEXT,
    "actorName" TEXT NOT NULL,
    "source" TEXT NOT NULL,
    CONSTRAINT "equipment_status_equipmentId_fkey" FOREIGN KEY ("equipmentId") REFERENCES "equipment_machine" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "file_stored" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "sha256" TEXT NOT NULL,
    "size" INTEGER NOT NULL,
    "mediaType" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "uploadedById" TEXT,
    "uploadedByName" TEXT NOT NULL,
    "uploadedAt" DATETIME NOT NULL
);

-- CreateTable
CREATE TABLE "form_definition" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "code" TEXT NOT NULL,
    "revision" INTEGER NOT NULL,
    "name" TEXT NOT NULL,
    "nameZh" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "activeCode" TEXT,
    "isShipped" BOOLEAN NOT NULL DEFAULT false,
    "about" TEXT NOT NULL,
    "definition" JSONB NOT NULL,
    "activatedAt" DATETIME,
    "version" INTEGER NOT NULL DEFAULT 1,
    "createdAt" DATETIME NOT NULL,
    "updatedAt" DATETIME NOT NULL
);

-- CreateTable
CREATE TABLE "form_record" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "formCode" TEXT NOT NULL,
    "definitionId" TEXT NOT NULL,
    "formRevision" INTEGER NOT NULL,
    "state" TEXT NOT NULL,
    "judgement" TEXT,
    "lineId" TEXT,
    "runId" TEXT,
    "stationId" TEXT,
    "productCode" TEXT,
    "subjectKey" TEXT,
    "values" JSONB NOT NULL,
    "findings" JSONB NOT NULL,
    "occurredAt" DATETIME NOT NULL,
    "isBackfilled" BOOLEAN NOT NULL DEFAULT false,
    "filledById" TEXT,
    "filledByName" TEXT NOT NULL,
    "filledAt" DATETIME NOT NULL,
    "confirmedById" TEXT,
    "confirmedByName" TEXT,
    "confirmedAt" DATETIME,
    "reason" TEXT,
    "history" JSONB NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 1,
    "createdAt" DATETIME NOT NULL,
    "updatedAt" DATETIME NOT NULL,
    CONSTRAINT "form_record_definitionId_fkey" FOREIGN KEY ("definitionId") REFERENCES "form_definition" ("id") ON DELETE RESTRICT ON UPDATE CASCADE,
    CONSTRAINT "form_record_runId_fkey" FOREIGN KEY ("runId") REFERENCES "work_order_run" ("id") ON DELETE RESTRICT ON UPDATE CASCADE,
    CONSTRAINT "form_record_lineId_fkey" FOREIGN KEY ("lineId") REFERENCES "plant_line" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "form_record_file" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "recordId" TEXT NOT NULL,
    "fileId" TEXT NOT NULL,
    "fieldKey" TEXT NOT NULL,
    CONSTRAINT "form_record_file_recordId_fkey" FOREIGN KEY ("recordId") REFERENCES "form_record" ("id") ON DELETE CASCADE ON UPDATE CASCADE,
    CONSTRAINT "form_record_file_fileId_fkey" FOREIGN KEY ("fileId") REFERENCES "file_stored" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "platform_job" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "kind" TEXT NOT NULL,
    "lane" TEXT NOT NULL,
    "payloadVersion" INTEGER NOT NULL DEFAULT 1,
    "payload" JSONB NOT NULL,
    "state" TEXT NOT NULL,
    "waitReason" TEXT,
    "waitKey" TEXT,
    "parkedAt" DATETIME,
    "looks" INTEGER NOT NULL DEFAULT 0,
    "notBefore" DATETIME NOT NULL,
    "priority" INTEGER NOT NULL DEFAULT 100,
    "orderKey" TEXT,
    "runningKey" TEXT,
    "uniqueKey" TEXT,
    "subject" TEXT,
    "attempt" INTEGER NOT NULL DEFAULT 0,
    "spent" INTEGER NOT NULL DEFAULT 0,
    "losses" INTEGER NOT NULL DEFAULT 0,
    "generation" INTEGER NOT NULL DEFAULT 1,
    "leaseEpoch" INTEGER NOT NULL DEFAULT 0,
    "leaseUntil" DATETIME,
    "worker" TEXT,
    "causationId" TEXT,
    "endpoint" TEXT,
    "errorCode" TEXT,
    "errorContext" JSONB,
    "result" JSONB,
    "createdAt" DATETIME NOT NULL,
    "startedAt" DATETIME,
    "finishedAt" DATETIME
);

-- CreateTable
CREATE TABLE "platform_job_attempt" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "jobId" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "lane" TEXT NOT NULL,
    "generation" INTEGER NOT NULL,
    "attempt" INTEGER NOT NULL,
    "leaseEpoch" INTEGER NOT NULL,
    "worker" TEXT NOT NULL,
    "version" TEXT NOT NULL,
    "startedAt" DATETIME NOT NULL,
    "endedAt" DATETIME,
    "outcome" TEXT,
    "failureClass" TEXT,
    "errorCode" TEXT,
    "errorMessage" TEXT,
    "errorContext" JSONB,
    "fingerprint" TEXT,
    "waitMs" INTEGER,
    CONSTRAINT "platform_job_attempt_jobId_fkey" FOREIGN KEY ("jobId") REFERENCES "platform_job" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "platform_job_case" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "jobId" TEXT NOT NULL,
    "openJobId" TEXT,
    "kind" TEXT NOT NULL,
    "fingerprint" TEXT NOT NULL,
    "code" TEXT NOT NULL,
    "context" JSONB NOT NULL,
    "state" TEXT NOT NULL,
    "resolution" TEXT,
    "reason" TEXT,
    "assignedToId" TEXT,
    "assignedToName" TEXT,
    "note" TEXT,
    "openedAt" DATETIME NOT NULL,
    "closedAt" DATETIME,
    "closedById" TEXT,
    "closedByName" TEXT,
    "version" INTEGER NOT NULL DEFAULT 1,
    CONSTRAINT "platform_job_case_jobId_fkey" FOREIGN KEY ("jobId") REFERENCES "platform_job" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "platform_job_kind" (
    "kind" TEXT NOT NULL PRIMARY KEY,
    "isPaused" BOOLEAN NOT NULL DEFAULT false,
    "pauseReason" TEXT,
    "cap" INTEGER,
    "version" INTEGER NOT NULL DEFAULT 1,
    "updatedAt" DATETIME NOT NULL,
    "updatedByName" TEXT
);

-- CreateTable
CREATE TABLE "platform_job_node" (
    "worker" TEXT NOT NULL PRIMARY KEY,
    "version" TEXT NOT NULL,
    "runs" JSONB NOT NULL,
    "startedAt" DATETIME NOT NULL,
    "lastSeenAt" DATETIME NOT NULL
);

-- CreateTable
CREATE TABLE "platform_job_endpoint" (
    "key" TEXT NOT NULL PRIMARY KEY,
    "failures" INTEGER NOT NULL,
    "isOpen" BOOLEAN NOT NULL DEFAULT false,
    "openedAt" DATETIME,
    "probeAt" DATETIME,
    "lastError" TEXT,
    "updatedAt" DATETIME NOT NULL
);

-- CreateTable
CREATE TABLE "platform_cron" (
    "name" TEXT NOT NULL PRIMARY KEY,
    "pattern" TEXT NOT NULL,
    "nextAt" DATETIME,
    "lastStartedAt" DATETIME,
    "lastFinishedAt" DATETIME,
    "lastOutcome" TEXT,
    "lastError" TEXT,
    "lastResult" JSONB,
    "lastJobId" TEXT
);

-- CreateTable
CREATE TABLE "notification_notice" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "topic" TEXT NOT NULL,
    "severity" TEXT NOT NULL,
    "code" TEXT NOT NULL,
    "context" JSONB NOT NULL,
    "entityType" TEXT NOT NULL,
    "entityKey" TEXT NOT NULL,
    "lineId" TEXT,
    "runId" TEXT,
    "uniqueKey" TEXT,
    "createdAt" DATETIME NOT NULL
);

-- CreateTable
CREATE TABLE "notification_receipt" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "noticeId" TEXT NOT NULL,
    "userId" TEXT NOT NULL,
    "readAt" DATETIME,
    "hiddenAt" DATETIME,
    CONSTRAINT "notification_receipt_noticeId_fkey" FOREIGN KEY ("noticeId") REFERENCES "notification_notice" ("id") ON DELETE CASCADE ON UPDATE CASCADE,
    CONSTRAINT "notification_receipt_userId_fkey" FOREIGN KEY ("userId") REFERENCES "auth_user" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "notification_channel" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "name" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "config" JSONB NOT NULL,
    "minSeverity" TEXT NOT NULL DEFAULT 'WARNING',
    "topics" JSONB NOT NULL,
    "lineIds" JSONB NOT NULL,
    "isActive" BOOLEAN NOT NULL DEFAULT true,
    "lastSentAt" DATETIME,
    "lastErrorAt" DATETIME,
    "lastError" TEXT,
    "version" INTEGER NOT NULL DEFAULT 1,
    "createdAt" DATETIME NOT NULL,
    "updatedAt" DATETIME NOT NULL
);

-- CreateTable
CREATE TABLE "notification_delivery" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "noticeId" TEXT NOT NULL,
    "channelId" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "sentAt" DATETIME,
    "error" TEXT,
    "createdAt" DATETIME NOT NULL,
    CONSTRAINT "notification_delivery_noticeId_fkey" FOREIGN KEY ("noticeId") REFERENCES "notification_notice" ("id") ON DELETE CASCADE ON UPDATE CASCADE,
    CONSTRAINT "notification_delivery_channelId_fkey" FOREIGN KEY ("channelId") REFERENCES "notification_channel" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "readiness_policy" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "checkCode" TEXT NOT NULL,
    "scope" TEXT NOT NULL,
    "scopeKey" TEXT NOT NULL DEFAULT '',
    "gate" TEXT NOT NULL,
    "freshnessMinutes" INTEGER,
    "needsTwo" BOOLEAN NOT NULL DEFAULT false,
    "version" INTEGER NOT NULL DEFAULT 1,
    "updatedAt" DATETIME NOT NULL,
    "updatedByName" TEXT NOT NULL
);

-- CreateTable
CREATE TABLE "readiness_need" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "runId" TEXT NOT NULL,
    "checkCode" TEXT NOT NULL,
    "isNeeded" BOOLEAN NOT NULL,
    "remark" TEXT,
    "setAt" DATETIME NOT NULL,
    "setById" TEXT,
    "setByName" TEXT NOT NULL,
    CONSTRAINT "readiness_need_runId_fkey" FOREIGN KEY ("runId") REFERENCES "work_order_run" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "readiness_evaluation" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "runId" TEXT NOT NULL,
    "type" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "at" DATETIME NOT NULL,
    "byId" TEXT,
    "byName" TEXT NOT NULL,
    "items" JSONB NOT NULL,
    CONSTRAINT "readiness_evaluation_runId_fkey" FOREIGN KEY ("runId") REFERENCES "work_order_run" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "readiness_waiver" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "runId" TEXT NOT NULL,
    "checkCode" TEXT NOT NULL,
    "itemKey" TEXT NOT NULL,
    "fingerprint" TEXT NOT NULL,
    "findingCode" TEXT NOT NULL,
    "findingContext" JSONB NOT NULL,
    "reason" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "requestedAt" DATETIME NOT NULL,
    "requestedById" TEXT,
    "requestedByName" TEXT NOT NULL,
    "approvedAt" DATETIME,
    "approvedById" TEXT,
    "approvedByName" TEXT,
    "expiresAt" DATETIME,
    "revokedAt" DATETIME,
    "revokedByName" TEXT,
    "revokeReason" TEXT,
    "version" INTEGER NOT NULL DEFAULT 1,
    CONSTRAINT "readiness_waiver_runId_fkey" FOREIGN KEY ("runId") REFERENCES "work_order_run" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "readiness_changeover" (
    "runId" TEXT NOT NULL PRIMARY KEY,
    "changeoverAt" DATETIME NOT NULL,
    "remindAt" DATETIME NOT NULL,
    "remindedAt" DATETIME,
    "remark" TEXT,
    "preparedAt" DATETIME,
    "preparedById" TEXT,
    "preparedByName" TEXT,
    "reviewedAt" DATETIME,
    "reviewedById" TEXT,
    "reviewedByName" TEXT,
    "version" INTEGER NOT NULL DEFAULT 1,
    "updatedAt" DATETIME NOT NULL,
    CONSTRAINT "readiness_changeover_runId_fkey" FOREIGN KEY ("runId") REFERENCES "work_order_run" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "solder_paste_type" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "code" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "maker" TEXT,
    "partNo" TEXT,
    "alloy" TEXT,
    "policy" JSONB NOT NULL,
    "isActive" BOOLEAN NOT NULL DEFAULT true,
    "version" INTEGER NOT NULL DEFAULT 1,
    "createdAt" DATETIME NOT NULL,
    "updatedAt" DATETIME NOT NULL
);

-- CreateTable
CREATE TABLE "solder_paste_bottle" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "bottleNo" TEXT NOT NULL,
    "typeId" TEXT NOT NULL,
    "lotNo" TEXT NOT NULL,
    "serialNo" TEXT,
    "state" TEXT NOT NULL,
    "stateSince" DATETIME NOT NULL,
    "receivedAt" DATETIME NOT NULL,
    "expiresAt" DATETIME NOT NULL,
    "fridgeId" TEXT,
    "thawStartedAt" DATETIME,
    "thawCycles" INTEGER NOT NULL DEFAULT 0,
    "outSeconds" INTEGER NOT NULL DEFAULT 0,
    "outSince" DATETIME,
    "stirredAt" DATETIME,
    "openedAt" DATETIME,
    "exposureSeconds" INTEGER NOT NULL DEFAULT 0,
    "exposedSince" DATETIME,
    "stencilSeconds" INTEGER NOT NULL DEFAULT 0,
    "stencilSince" DATETIME,
    "usableUntil" DATETIME,
    "usableLimit" TEXT,
    "blockedCode" TEXT,
    "remark" TEXT,
    "version" INTEGER NOT NULL DEFAULT 1,
    "createdAt" DATETIME NOT NULL,
    "updatedAt" DATETIME NOT NULL,
    CONSTRAINT "solder_paste_bottle_typeId_fkey" FOREIGN KEY ("typeId") REFERENCES "solder_paste_type" ("id") ON DELETE RESTRICT ON UPDATE CASCADE,
    CONSTRAINT "solder_paste_bottle_fridgeId_fkey" FOREIGN KEY ("fridgeId") REFERENCES "solder_paste_fridge" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "solder_paste_step" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "bottleId" TEXT NOT NULL,
    "action" TEXT NOT NULL,
    "fromState" TEXT,
    "toState" TEXT NOT NULL,
    "at" DATETIME NOT NULL,
    "actorId" TEXT,
    "actorName" TEXT NOT NULL,
    "lineId" TEXT,
    "runId" TEXT,
    "reason" TEXT,
    "data" JSONB NOT NULL,
    CONSTRAINT "solder_paste_step_bottleId_fkey" FOREIGN KEY ("bottleId") REFERENCES "solder_paste_bottle" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "solder_paste_binding" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "bottleId" TEXT NOT NULL,
    "lineId" TEXT NOT NULL,
    "currentLineId" TEXT,
    "runId" TEXT,
    "boundAt" DATETIME NOT NULL,
    "boundById" TEXT,
    "boundByName" TEXT NOT NULL,
    "unboundAt" DATETIME,
    "unboundById" TEXT,
    "unboundByName" TEXT,
    "unboundReason" TEXT,
    CONSTRAINT "solder_paste_binding_bottleId_fkey" FOREIGN KEY ("bottleId") REFERENCES "solder_paste_bottle" ("id") ON DELETE RESTRICT ON UPDATE CASCADE,
    CONSTRAINT "solder_paste_binding_lineId_fkey" FOREIGN KEY ("lineId") REFERENCES "plant_line" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "solder_paste_fridge" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "code" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "minC" REAL NOT NULL,
    "maxC" REAL NOT NULL,
    "isActive" BOOLEAN NOT NULL DEFAULT true,
    "version" INTEGER NOT NULL DEFAULT 1,
    "createdAt" DATETIME NOT NULL,
    "updatedAt" DATETIME NOT NULL
);

-- CreateTable
CREATE TABLE "solder_paste_fridge_reading" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "fridgeId" TEXT NOT NULL,
    "measuredAt" DATETIME NOT NULL,
    "temperatureC" REAL NOT NULL,
    "isWithin" BOOLEAN NOT NULL,
    "minC" REAL NOT NULL,
    "maxC" REAL NOT NULL,
    "source" TEXT NOT NULL,
    "measuredById" TEXT,
    "measuredByName" TEXT NOT NULL,
    "reviewedAt" DATETIME,
    "reviewedById" TEXT,
    "reviewedByName" TEXT,
    "remark" TEXT,
    "recordedAt" DATETIME NOT NULL,
    CONSTRAINT "solder_paste_fridge_reading_fridgeId_fkey" FOREIGN KEY ("fridgeId") REFERENCES "solder_paste_fridge" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "time_rule_definition" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "code" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "nameZh" TEXT NOT NULL,
    "family" TEXT NOT NULL,
    "subjectType" TEXT NOT NULL,
    "durationMinutes" INTEGER NOT NULL,
    "warningMinutes" INTEGER NOT NULL,
    "startWhen" JSONB NOT NULL,
    "endWhen" JSONB NOT NULL,
    "scope" TEXT NOT NULL,
    "scopeKey" TEXT NOT NULL DEFAULT '',
    "onExpiry" TEXT NOT NULL,
    "isWaivable" BOOLEAN NOT NULL DEFAULT true,
    "isActive" BOOLEAN NOT NULL DEFAULT true,
    "priority" INTEGER NOT NULL DEFAULT 100,
    "remark" TEXT,
    "version" INTEGER NOT NULL DEFAULT 1,
    "createdAt" DATETIME NOT NULL,
    "updatedAt" DATETIME NOT NULL
);

-- CreateTable
CREATE TABLE "time_rule_clock" (
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

-- CreateIndex
CREATE UNIQUE INDEX "equipment_machine_code_key" ON "equipment_machine"("code");

-- CreateIndex
CREATE INDEX "equipment_machine_lineId_idx" ON "equipment_machine"("lineId");

-- CreateIndex
CREATE INDEX "equipment_machine_stationId_idx" ON "equipment_machine"("stationId");

-- CreateIndex
CREATE INDEX "equipment_status_equipmentId_at_idx" ON "equipment_status"("equipmentId", "at");

-- CreateIndex
CREATE INDEX "file_stored_sha256_idx" ON "file_stored"("sha256");

-- CreateIndex
CREATE UNIQUE INDEX "form_definition_activeCode_key" ON "form_definition"("activeCode");

-- CreateIndex
CREATE INDEX "form_definition_code_state_idx" ON "form_definition"("code", "state");

-- CreateIndex
CREATE UNIQUE INDEX "form_definition_code_revision_key" ON "form_definition"("code", "revision");

-- CreateIndex
CREATE INDEX "form_record_definitionId_idx" ON "form_record"("definitionId");

-- CreateIndex
CREATE INDEX "form_record_formCode_runId_occurredAt_idx" ON "form_record"("formCode", "runId", "occurredAt");

-- CreateIndex
CREATE INDEX "form_record_formCode_lineId_occurredAt_idx" ON "form_record"("formCode", "lineId", "occurredAt");

-- CreateIndex
CREATE INDEX "form_record_formCode_subjectKey_occurredAt_idx" ON "form_record"("formCode", "subjectKey", "occurredAt");

-- CreateIndex
CREATE INDEX "form_record_formCode_occurredAt_idx" ON "form_record"("formCode", "occurredAt");

-- CreateIndex
CREATE INDEX "form_record_occurredAt_idx" ON "form_record"("occurredAt");

-- CreateIndex
CREATE INDEX "form_record_subjectKey_occurredAt_idx" ON "form_record"("subjectKey", "occurredAt");

-- CreateIndex
CREATE INDEX "form_record_runId_idx" ON "form_record"("runId");

-- CreateIndex
CREATE INDEX "form_record_lineId_occurredAt_idx" ON "form_record"("lineId", "occurredAt");

-- CreateIndex
CREATE INDEX "form_record_file_fileId_idx" ON "form_record_file"("fileId");

-- CreateIndex
CREATE UNIQUE INDEX "form_record_file_recordId_fileId_fieldKey_key" ON "form_record_file"("recordId", "fileId", "fieldKey");

-- CreateIndex
CREATE UNIQUE INDEX "platform_job_runningKey_key" ON "platform_job"("runningKey");

-- CreateIndex
CREATE UNIQUE INDEX "platform_job_uniqueKey_key" ON "platform_job"("uniqueKey");

-- CreateIndex
CREATE INDEX "platform_job_state_lane_notBefore_idx" ON "platform_job"("state", "lane", "notBefore");

-- CreateIndex
CREATE INDEX "platform_job_state_kind_notBefore_idx" ON "platform_job"("state", "kind", "notBefore");

-- CreateIndex
CREATE INDEX "platform_job_state_leaseUntil_idx" ON "platform_job"("state", "leaseUntil");

-- CreateIndex
CREATE INDEX "platform_job_orderKey_state_id_idx" ON "platform_job"("orderKey", "state", "id");

-- CreateIndex
CREATE INDEX "platform_job_subject_state_idx" ON "platform_job"("subject", "state");

-- CreateIndex
CREATE INDEX "platform_job_waitKey_state_idx" ON "platform_job"("waitKey", "state");

-- CreateIndex
CREATE INDEX "platform_job_state_finishedAt_idx" ON "platform_job"("state", "finishedAt");

-- CreateIndex
CREATE INDEX "platform_job_kind_id_idx" ON "platform_job"("kind", "id");

-- CreateIndex
CREATE INDEX "platform_job_attempt_jobId_startedAt_idx" ON "platform_job_attempt"("jobId", "startedAt");

-- CreateIndex
CREATE INDEX "platform_job_attempt_endedAt_idx" ON "platform_job_attempt"("endedAt");

-- CreateIndex
CREATE INDEX "platform_job_attempt_fingerprint_idx" ON "platform_job_attempt"("fingerprint");

-- CreateIndex
CREATE UNIQUE INDEX "platform_job_case_openJobId_key" ON "platform_job_case"("openJobId");

-- CreateIndex
CREATE INDEX "platform_job_case_jobId_idx" ON "platform_job_case"("jobId");

-- CreateIndex
CREATE INDEX "platform_job_case_state_fingerprint_idx" ON "platform_job_case"("state", "fingerprint");

-- CreateIndex
CREATE INDEX "platform_job_case_state_openedAt_idx" ON "platform_job_case"("state", "openedAt");

-- CreateIndex
CREATE UNIQUE INDEX "notification_notice_uniqueKey_key" ON "notification_notice"("uniqueKey");

-- CreateIndex
CREATE INDEX "notification_notice_createdAt_idx" ON "notification_notice"("createdAt");

-- CreateIndex
CREATE INDEX "notification_receipt_userId_hiddenAt_id_idx" ON "notification_receipt"("userId", "hiddenAt", "id");

-- CreateIndex
CREATE INDEX "notification_receipt_userId_readAt_idx" ON "notification_receipt"("userId", "readAt");

-- CreateIndex
CREATE UNIQUE INDEX "notification_receipt_noticeId_userId_key" ON "notification_receipt"("noticeId", "userId");

-- CreateIndex
CREATE UNIQUE INDEX "notification_channel_name_key" ON "notification_channel"("name");

-- CreateIndex
CREATE INDEX "notification_delivery_channelId_state_idx" ON "notification_delivery"("channelId", "state");

-- CreateIndex
CREATE UNIQUE INDEX "notification_delivery_noticeId_channelId_key" ON "notification_delivery"("noticeId", "channelId");

-- CreateIndex
CREATE UNIQUE INDEX "readiness_policy_checkCode_scope_scopeKey_key" ON "readiness_policy"("checkCode", "scope", "scopeKey");

-- CreateIndex
CREATE UNIQUE INDEX "readiness_need_runId_checkCode_key" ON "readiness_need"("runId", "checkCode");

-- CreateIndex
CREATE INDEX "readiness_evaluation_runId_at_idx" ON "readiness_evaluation"("runId", "at");

-- CreateIndex
CREATE INDEX "readiness_waiver_runId_checkCode_idx" ON "readiness_waiver"("runId", "checkCode");

-- CreateIndex
CREATE INDEX "readiness_changeover_changeoverAt_idx" ON "readiness_changeover"("changeoverAt");

-- CreateIndex
CREATE UNIQUE INDEX "solder_paste_type_code_key" ON "solder_paste_type"("code");

-- CreateIndex
CREATE UNIQUE INDEX "solder_paste_bottle_bottleNo_key" ON "solder_paste_bottle"("bottleNo");

-- CreateIndex
CREATE INDEX "solder_paste_bottle_expiresAt_id_idx" ON "solder_paste_bottle"("expiresAt", "id");

-- CreateIndex
CREATE INDEX "solder_paste_bottle_state_expiresAt_idx" ON "solder_paste_bottle"("state", "expiresAt");

-- CreateIndex
CREATE INDEX "solder_paste_bottle_typeId_state_expiresAt_idx" ON "solder_paste_bottle"("typeId", "state", "expiresAt");

-- CreateIndex
CREATE INDEX "solder_paste_bottle_fridgeId_idx" ON "solder_paste_bottle"("fridgeId");

-- CreateIndex
CREATE INDEX "solder_paste_bottle_lotNo_idx" ON "solder_paste_bottle"("lotNo");

-- CreateIndex
CREATE INDEX "solder_paste_bottle_usableUntil_idx" ON "solder_paste_bottle"("usableUntil");

-- CreateIndex
CREATE INDEX "solder_paste_step_bottleId_at_idx" ON "solder_paste_step"("bottleId", "at");

-- CreateIndex
CREATE INDEX "solder_paste_step_lineId_at_idx" ON "solder_paste_step"("lineId", "at");

-- CreateIndex
CREATE UNIQUE INDEX "solder_paste_binding_currentLineId_key" ON "solder_paste_binding"("currentLineId");

-- CreateIndex
CREATE INDEX "solder_paste_binding_bottleId_boundAt_idx" ON "solder_paste_binding"("bottleId", "boundAt");

-- CreateIndex
CREATE INDEX "solder_paste_binding_lineId_boundAt_idx" ON "solder_paste_binding"("lineId", "boundAt");

-- CreateIndex
CREATE UNIQUE INDEX "solder_paste_fridge_code_key" ON "solder_paste_fridge"("code");

-- CreateIndex
CREATE INDEX "solder_paste_fridge_reading_fridgeId_measuredAt_idx" ON "solder_paste_fridge_reading"("fridgeId", "measuredAt");

-- CreateIndex
CREATE UNIQUE INDEX "time_rule_definition_code_key" ON "time_rule_definition"("code");

-- CreateIndex
CREATE INDEX "time_rule_definition_family_idx" ON "time_rule_definition"("family");

-- CreateIndex
CREATE UNIQUE INDEX "time_rule_clock_activeKey_key" ON "time_rule_clock"("activeKey");

-- CreateIndex
CREATE INDEX "time_rule_clock_ruleId_state_idx" ON "time_rule_clock"("ruleId", "state");

-- CreateIndex
CREATE INDEX "time_rule_clock_state_expiresAt_idx" ON "time_rule_clock"("state", "expiresAt");

-- CreateIndex
CREATE INDEX "time_rule_clock_subjectType_subjectId_state_idx" ON "time_rule_clock"("subjectType", "subjectId", "state");

-- CreateIndex
CREATE INDEX "time_rule_clock_runId_state_idx" ON "time_rule_clock"("runId", "state");

-- CreateIndex
CREATE INDEX "time_rule_clock_lineId_state_idx" ON "time_rule_clock"("lineId", "state");

-- CreateIndex
CREATE INDEX "time_rule_clock_startRef_idx" ON "time_rule_clock"("startRef");
