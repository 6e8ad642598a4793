-- AlterTable
ALTER TABLE "routing_execution_config" ADD COLUMN     "expectedProgram" TEXT;

-- CreateTable
CREATE TABLE "equipment_machine" (
    "id" TEXT NOT NULL,
    "code" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "kind" TEXT,
    "lineId" TEXT NOT NULL,
    "stationId" TEXT,
    "status" TEXT NOT NULL,
    "statusSince" TIMESTAMPTZ(3) NOT NULL,
    "statusReason" TEXT,
    "source" TEXT NOT NULL DEFAULT 'MANUAL',
    "calibrationDueAt" TIMESTAMPTZ(3),
    "isActive" BOOLEAN NOT NULL DEFAULT true,
    "version" INTEGER NOT NULL DEFAULT 1,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "equipment_machine_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "equipment_status" (
    "id" TEXT NOT NULL,
    "equipmentId" TEXT NOT NULL,
    "fromStatus" TEXT,
    "status" TEXT NOT NULL,
    "reason" TEXT,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "actorId" TEXT,
    "actorName" TEXT NOT NULL,
    "source" TEXT NOT NULL,

    CONSTRAINT "equipment_status_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "file_stored" (
    "id" TEXT NOT NULL,
    "sha256" TEXT NOT NULL,
    "size" INTEGER NOT NULL,
    "mediaType" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "uploadedById" TEXT,
    "uploadedByName" TEXT NOT NULL,
    "uploadedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "file_stored_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "form_definition" (
    "id" TEXT NOT NULL,
    "code" TEXT NOT NULL,
    "revision" INTEGER NOT NULL,
    "name" TEXT NOT NULL,
    "nameZh" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "activeCode" TEXT,
    "isShipped" BOOLEAN NOT NULL DEFAULT false,
    "about" TEXT NOT NULL,
    "definition" JSONB NOT NULL,
    "activatedAt" TIMESTAMPTZ(3),
    "version" INTEGER NOT NULL DEFAULT 1,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "form_definition_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "form_record" (
    "id" TEXT NOT NULL,
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
    "occurredAt" TIMESTAMPTZ(3) NOT NULL,
    "isBackfilled" BOOLEAN NOT NULL DEFAULT false,
    "filledById" TEXT,
    "filledByName" TEXT NOT NULL,
    "filledAt" TIMESTAMPTZ(3) NOT NULL,
    "confirmedById" TEXT,
    "confirmedByName" TEXT,
    "confirmedAt" TIMESTAMPTZ(3),
    "reason" TEXT,
    "history" JSONB NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 1,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "form_record_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "form_record_file" (
    "id" TEXT NOT NULL,
    "recordId" TEXT NOT NULL,
    "fileId" TEXT NOT NULL,
    "fieldKey" TEXT NOT NULL,

    CONSTRAINT "form_record_file_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "platform_job" (
    "id" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "lane" TEXT NOT NULL,
    "payloadVersion" INTEGER NOT NULL DEFAULT 1,
    "payload" JSONB NOT NULL,
    "state" TEXT NOT NULL,
    "waitReason" TEXT,
    "waitKey" TEXT,
    "parkedAt" TIMESTAMPTZ(3),
    "looks" INTEGER NOT NULL DEFAULT 0,
    "notBefore" TIMESTAMPTZ(3) NOT NULL,
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
    "leaseUntil" TIMESTAMPTZ(3),
    "worker" TEXT,
    "causationId" TEXT,
    "endpoint" TEXT,
    "errorCode" TEXT,
    "errorContext" JSONB,
    "result" JSONB,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "startedAt" TIMESTAMPTZ(3),
    "finishedAt" TIMESTAMPTZ(3),

    CONSTRAINT "platform_job_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "platform_job_attempt" (
    "id" TEXT NOT NULL,
    "jobId" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "lane" TEXT NOT NULL,
    "generation" INTEGER NOT NULL,
    "attempt" INTEGER NOT NULL,
    "leaseEpoch" INTEGER NOT NULL,
    "worker" TEXT NOT NULL,
    "version" TEXT NOT NULL,
    "startedAt" TIMESTAMPTZ(3) NOT NULL,
    "endedAt" TIMESTAMPTZ(3),
    "outcome" TEXT,
    "failureClass" TEXT,
    "errorCode" TEXT,
    "errorMessage" TEXT,
    "errorContext" JSONB,
    "fingerprint" TEXT,
    "waitMs" INTEGER,

    CONSTRAINT "platform_job_attempt_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "platform_job_case" (
    "id" TEXT NOT NULL,
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
    "openedAt" TIMESTAMPTZ(3) NOT NULL,
    "closedAt" TIMESTAMPTZ(3),
    "closedById" TEXT,
    "closedByName" TEXT,
    "version" INTEGER NOT NULL DEFAULT 1,

    CONSTRAINT "platform_job_case_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "platform_job_kind" (
    "kind" TEXT NOT NULL,
    "isPaused" BOOLEAN NOT NULL DEFAULT false,
    "pauseReason" TEXT,
    "cap" INTEGER,
    "version" INTEGER NOT NULL DEFAULT 1,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL,
    "updatedByName" TEXT,

    CONSTRAINT "platform_job_kind_pkey" PRIMARY KEY ("kind")
);

-- CreateTable
CREATE TABLE "platform_job_node" (
    "worker" TEXT NOT NULL,
    "version" TEXT NOT NULL,
    "runs" JSONB NOT NULL,
    "startedAt" TIMESTAMPTZ(3) NOT NULL,
    "lastSeenAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "platform_job_node_pkey" PRIMARY KEY ("worker")
);

-- CreateTable
CREATE TABLE "platform_job_endpoint" (
    "key" TEXT NOT NULL,
    "failures" INTEGER NOT NULL,
    "isOpen" BOOLEAN NOT NULL DEFAULT false,
    "openedAt" TIMESTAMPTZ(3),
    "probeAt" TIMESTAMPTZ(3),
    "lastError" TEXT,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "platform_job_endpoint_pkey" PRIMARY KEY ("key")
);

-- CreateTable
CREATE TABLE "platform_cron" (
    "name" TEXT NOT NULL,
    "pattern" TEXT NOT NULL,
    "nextAt" TIMESTAMPTZ(3),
    "lastStartedAt" TIMESTAMPTZ(3),
    "lastFinishedAt" TIMESTAMPTZ(3),
    "lastOutcome" TEXT,
    "lastError" TEXT,
    "lastResult" JSONB,
    "lastJobId" TEXT,

    CONSTRAINT "platform_cron_pkey" PRIMARY KEY ("name")
);

-- CreateTable
CREATE TABLE "notification_notice" (
    "id" TEXT NOT NULL,
    "topic" TEXT NOT NULL,
    "severity" TEXT NOT NULL,
    "code" TEXT NOT NULL,
    "context" JSONB NOT NULL,
    "entityType" TEXT NOT NULL,
    "entityKey" TEXT NOT NULL,
    "lineId" TEXT,
    "runId" TEXT,
    "uniqueKey" TEXT,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "notification_notice_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "notification_receipt" (
    "id" TEXT NOT NULL,
    "noticeId" TEXT NOT NULL,
    "userId" TEXT NOT NULL,
    "readAt" TIMESTAMPTZ(3),
    "hiddenAt" TIMESTAMPTZ(3),

    CONSTRAINT "notification_receipt_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "notification_channel" (
    "id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "config" JSONB NOT NULL,
    "minSeverity" TEXT NOT NULL DEFAULT 'WARNING',
    "topics" JSONB NOT NULL,
    "lineIds" JSONB NOT NULL,
    "isActive" BOOLEAN NOT NULL DEFAULT true,
    "lastSentAt" TIMESTAMPTZ(3),
    "lastErrorAt" TIMESTAMPTZ(3),
    "lastError" TEXT,
    "version" INTEGER NOT NULL DEFAULT 1,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "notification_channel_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "notification_delivery" (
    "id" TEXT NOT NULL,
    "noticeId" TEXT NOT NULL,
    "channelId" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "sentAt" TIMESTAMPTZ(3),
    "error" TEXT,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "notification_delivery_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "readiness_policy" (
    "id" TEXT NOT NULL,
    "checkCode" TEXT NOT NULL,
    "scope" TEXT NOT NULL,
    "scopeKey" TEXT NOT NULL DEFAULT '',
    "gate" TEXT NOT NULL,
    "freshnessMinutes" INTEGER,
    "needsTwo" BOOLEAN NOT NULL DEFAULT false,
    "version" INTEGER NOT NULL DEFAULT 1,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL,
    "updatedByName" TEXT NOT NULL,

    CONSTRAINT "readiness_policy_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "readiness_need" (
    "id" TEXT NOT NULL,
    "runId" TEXT NOT NULL,
    "checkCode" TEXT NOT NULL,
    "isNeeded" BOOLEAN NOT NULL,
    "remark" TEXT,
    "setAt" TIMESTAMPTZ(3) NOT NULL,
    "setById" TEXT,
    "setByName" TEXT NOT NULL,

    CONSTRAINT "readiness_need_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "readiness_evaluation" (
    "id" TEXT NOT NULL,
    "runId" TEXT NOT NULL,
    "type" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "byId" TEXT,
    "byName" TEXT NOT NULL,
    "items" JSONB NOT NULL,

    CONSTRAINT "readiness_evaluation_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "readiness_waiver" (
    "id" TEXT NOT NULL,
    "runId" TEXT NOT NULL,
    "checkCode" TEXT NOT NULL,
    "itemKey" TEXT NOT NULL,
    "fingerprint" TEXT NOT NULL,
    "findingCode" TEXT NOT NULL,
    "findingContext" JSONB NOT NULL,
    "reason" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "requestedAt" TIMESTAMPTZ(3) NOT NULL,
    "requestedById" TEXT,
    "requestedByName" TEXT NOT NULL,
    "approvedAt" TIMESTAMPTZ(3),
    "approvedById" TEXT,
    "approvedByName" TEXT,
    "expiresAt" TIMESTAMPTZ(3),
    "revokedAt" TIMESTAMPTZ(3),
    "revokedByName" TEXT,
    "revokeReason" TEXT,
    "version" INTEGER NOT NULL DEFAULT 1,

    CONSTRAINT "readiness_waiver_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "readiness_changeover" (
    "runId" TEXT NOT NULL,
    "changeoverAt" TIMESTAMPTZ(3) NOT NULL,
    "remindAt" TIMESTAMPTZ(3) NOT NULL,
    "remindedAt" TIMESTAMPTZ(3),
    "remark" TEXT,
    "preparedAt" TIMESTAMPTZ(3),
    "preparedById" TEXT,
    "preparedByName" TEXT,
    "reviewedAt" TIMESTAMPTZ(3),
    "reviewedById" TEXT,
    "reviewedByName" TEXT,
    "version" INTEGER NOT NULL DEFAULT 1,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "readiness_changeover_pkey" PRIMARY KEY ("runId")
);

-- CreateTable
CREATE TABLE "solder_paste_type" (
    "id" TEXT NOT NULL,
    "code" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "maker" TEXT,
    "partNo" TEXT,
    "alloy" TEXT,
    "policy" JSONB NOT NULL,
    "isActive" BOOLEAN NOT NULL DEFAULT true,
    "version" INTEGER NOT NULL DEFAULT 1,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "solder_paste_type_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "solder_paste_bottle" (
    "id" TEXT NOT NULL,
    "bottleNo" TEXT NOT NULL,
    "typeId" TEXT NOT NULL,
    "lotNo" TEXT NOT NULL,
    "serialNo" TEXT,
    "state" TEXT NOT NULL,
    "stateSince" TIMESTAMPTZ(3) NOT NULL,
    "receivedAt" TIMESTAMPTZ(3) NOT NULL,
    "expiresAt" TIMESTAMPTZ(3) NOT NULL,
    "fridgeId" TEXT,
    "thawStartedAt" TIMESTAMPTZ(3),
    "thawCycles" INTEGER NOT NULL DEFAULT 0,
    "outSeconds" INTEGER NOT NULL DEFAULT 0,
    "outSince" TIMESTAMPTZ(3),
    "stirredAt" TIMESTAMPTZ(3),
    "openedAt" TIMESTAMPTZ(3),
    "exposureSeconds" INTEGER NOT NULL DEFAULT 0,
    "exposedSince" TIMESTAMPTZ(3),
    "stencilSeconds" INTEGER NOT NULL DEFAULT 0,
    "stencilSince" TIMESTAMPTZ(3),
    "usableUntil" TIMESTAMPTZ(3),
    "usableLimit" TEXT,
    "blockedCode" TEXT,
    "remark" TEXT,
    "version" INTEGER NOT NULL DEFAULT 1,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "solder_paste_bottle_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "solder_paste_step" (
    "id" TEXT NOT NULL,
    "bottleId" TEXT NOT NULL,
    "action" TEXT NOT NULL,
    "fromState" TEXT,
    "toState" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "actorId" TEXT,
    "actorName" TEXT NOT NULL,
    "lineId" TEXT,
    "runId" TEXT,
    "reason" TEXT,
    "data" JSONB NOT NULL,

    CONSTRAINT "solder_paste_step_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "solder_paste_binding" (
    "id" TEXT NOT NULL,
    "bottleId" TEXT NOT NULL,
    "lineId" TEXT NOT NULL,
    "currentLineId" TEXT,
    "runId" TEXT,
    "boundAt" TIMESTAMPTZ(3) NOT NULL,
    "boundById" TEXT,
    "boundByName" TEXT NOT NULL,
    "unboundAt" TIMESTAMPTZ(3),
    "unboundById" TEXT,
    "unboundByName" TEXT,
    "unboundReason" TEXT,

    CONSTRAINT "solder_paste_binding_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "solder_paste_fridge" (
    "id" TEXT NOT NULL,
    "code" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "minC" DOUBLE PRECISION NOT NULL,
    "maxC" DOUBLE PRECISION NOT NULL,
    "isActive" BOOLEAN NOT NULL DEFAULT true,
    "version" INTEGER NOT NULL DEFAULT 1,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "solder_paste_fridge_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "solder_paste_fridge_reading" (
    "id" TEXT NOT NULL,
    "fridgeId" TEXT NOT NULL,
    "measuredAt" TIMESTAMPTZ(3) NOT NULL,
    "temperatureC" DOUBLE PRECISION NOT NULL,
    "isWithin" BOOLEAN NOT NULL,
    "minC" DOUBLE PRECISION NOT NULL,
    "maxC" DOUBLE PRECISION NOT NULL,
    "source" TEXT NOT NULL,
    "measuredById" TEXT,
    "measuredByName" TEXT NOT NULL,
    "reviewedAt" TIMESTAMPTZ(3),
    "reviewedById" TEXT,
    "reviewedByName" TEXT,
    "remark" TEXT,
    "recordedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "solder_paste_fridge_reading_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "time_rule_definition" (
    "id" TEXT NOT NULL,
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
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "time_rule_definition_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "time_rule_clock" (
    "id" TEXT NOT NULL,
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
    "startedAt" TIMESTAMPTZ(3) NOT NULL,
    "warningAt" TIMESTAMPTZ(3) NOT NULL,
    "expiresAt" TIMESTAMPTZ(3) NOT NULL,
    "startRef" TEXT,
    "endRef" TEXT,
    "warnedAt" TIMESTAMPTZ(3),
    "detectedAt" TIMESTAMPTZ(3),
    "detectionDelaySeconds" INTEGER,
    "endedAt" TIMESTAMPTZ(3),
    "elapsedSeconds" INTEGER,
    "waivedAt" TIMESTAMPTZ(3),
    "waivedById" TEXT,
    "waivedByName" TEXT,
    "waiveReason" TEXT,
    "version" INTEGER NOT NULL DEFAULT 1,

    CONSTRAINT "time_rule_clock_pkey" PRIMARY KEY ("id")
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

-- AddForeignKey
ALTER TABLE "equipment_machine" ADD CONSTRAINT "equipment_machine_lineId_fkey" FOREIGN KEY ("lineId") REFERENCES "plant_line"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "equipment_machine" ADD CONSTRAINT "equipment_machine_stationId_fkey" FOREIGN KEY ("stationId") REFERENCES "plant_station"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "equipment_status" ADD CONSTRAINT "equipment_status_equipmentId_fkey" FOREIGN KEY ("equipmentId") REFERENCES "equipment_machine"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "form_record" ADD CONSTRAINT "form_record_definitionId_fkey" FOREIGN KEY ("definitionId") REFERENCES "form_definition"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "form_record" ADD CONSTRAINT "form_record_runId_fkey" FOREIGN KEY ("runId") REFERENCES "work_order_run"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "form_record" ADD CONSTRAINT "form_record_lineId_fkey" FOREIGN KEY ("lineId") REFERENCES "plant_line"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "form_record_file" ADD CONSTRAINT "form_record_file_recordId_fkey" FOREIGN KEY ("recordId") REFERENCES "form_record"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "form_record_file" ADD CONSTRAINT "form_record_file_fileId_fkey" FOREIGN KEY ("fileId") REFERENCES "file_stored"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "platform_job_attempt" ADD CONSTRAINT "platform_job_attempt_jobId_fkey" FOREIGN KEY ("jobId") REFERENCES "platform_job"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "platform_job_case" ADD CONSTRAINT "platform_job_case_jobId_fkey" FOREIGN KEY ("jobId") REFERENCES "platform_job"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "notification_receipt" ADD CONSTRAINT "notification_receipt_noticeId_fkey" FOREIGN KEY ("noticeId") REFERENCES "notification_notice"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "notification_receipt" ADD CONSTRAINT "notification_receipt_userId_fkey" FOREIGN KEY ("userId") REFERENCES "auth_user"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "notification_delivery" ADD CONSTRAINT "notification_delivery_noticeId_fkey" FOREIGN KEY ("noticeId") REFERENCES "notification_notice"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "notification_delivery" ADD CONSTRAINT "notification_delivery_channelId_fkey" FOREIGN KEY ("channelId") REFERENCES "notification_channel"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "readiness_need" ADD CONSTRAINT "readiness_need_runId_fkey" FOREIGN KEY ("runId") REFERENCES "work_order_run"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "readiness_evaluation" ADD CONSTRAINT "readiness_evaluation_runId_fkey" FOREIGN KEY ("runId") REFERENCES "work_order_run"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "readiness_waiver" ADD CONSTRAINT "readiness_waiver_runId_fkey" FOREIGN KEY ("runId") REFERENCES "work_order_run"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "readiness_changeover" ADD CONSTRAINT "readiness_changeover_runId_fkey" FOREIGN KEY ("runId") REFERENCES "work_order_run"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "solder_paste_bottle" ADD CONSTRAINT "solder_paste_bottle_typeId_fkey" FOREIGN KEY ("typeId") REFERENCES "solder_paste_type"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "solder_paste_bottle" ADD CONSTRAINT "solder_paste_bottle_fridgeId_fkey" FOREIGN KEY ("fridgeId") REFERENCES "solder_paste_fridge"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "solder_paste_step" ADD CONSTRAINT "solder_paste_step_bottleId_fkey" FOREIGN KEY ("bottleId") REFERENCES "solder_paste_bottle"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "solder_paste_binding" ADD CONSTRAINT "solder_paste_binding_bottleId_fkey" FOREIGN KEY ("bottleId") REFERENCES "solder_paste_bottle"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "solder_paste_binding" ADD CONSTRAINT "solder_paste_binding_lineId_fkey" FOREIGN KEY ("lineId") REFERENCES "plant_line"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "solder_paste_fridge_reading" ADD CONSTRAINT "solder_paste_fridge_reading_fridgeId_fkey" FOREIGN KEY ("fridgeId") REFERENCES "solder_paste_fridge"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
