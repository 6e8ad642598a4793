-- CreateSchema
CREATE SCHEMA IF NOT EXISTS "public";

-- CreateTable
CREATE TABLE "auth_user" (
    "id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "email" TEXT NOT NULL,
    "emailVerified" BOOLEAN NOT NULL DEFAULT false,
    "image" TEXT,
    "username" TEXT NOT NULL,
    "displayUsername" TEXT,
    "department" TEXT,
    "phone" TEXT,
    "isActive" BOOLEAN NOT NULL DEFAULT true,
    "mustChangePassword" BOOLEAN NOT NULL DEFAULT false,
    "locale" TEXT,
    "theme" TEXT,
    "homePage" TEXT,
    "badgeHash" TEXT,
    "badgePinHash" TEXT,
    "version" INTEGER NOT NULL DEFAULT 1,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "auth_user_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "auth_session" (
    "id" TEXT NOT NULL,
    "userId" TEXT NOT NULL,
    "token" TEXT NOT NULL,
    "expiresAt" TIMESTAMPTZ(3) NOT NULL,
    "ipAddress" TEXT,
    "userAgent" TEXT,
    "operatorUserId" TEXT,
    "operatorSince" TIMESTAMPTZ(3),
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "auth_session_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "auth_account" (
    "id" TEXT NOT NULL,
    "accountId" TEXT NOT NULL,
    "providerId" TEXT NOT NULL,
    "userId" TEXT NOT NULL,
    "accessToken" TEXT,
    "refreshToken" TEXT,
    "idToken" TEXT,
    "accessTokenExpiresAt" TIMESTAMPTZ(3),
    "refreshTokenExpiresAt" TIMESTAMPTZ(3),
    "scope" TEXT,
    "password" TEXT,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "auth_account_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "auth_verification" (
    "id" TEXT NOT NULL,
    "identifier" TEXT NOT NULL,
    "value" TEXT NOT NULL,
    "expiresAt" TIMESTAMPTZ(3) NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "auth_verification_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "auth_role" (
    "id" TEXT NOT NULL,
    "code" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "nameZh" TEXT NOT NULL,
    "description" TEXT,
    "permissions" JSONB NOT NULL,
    "scope" TEXT NOT NULL,
    "isSystem" BOOLEAN NOT NULL DEFAULT false,
    "version" INTEGER NOT NULL DEFAULT 1,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "auth_role_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "auth_user_role" (
    "userId" TEXT NOT NULL,
    "roleId" TEXT NOT NULL,

    CONSTRAINT "auth_user_role_pkey" PRIMARY KEY ("userId","roleId")
);

-- CreateTable
CREATE TABLE "auth_user_line" (
    "userId" TEXT NOT NULL,
    "lineId" TEXT NOT NULL,

    CONSTRAINT "auth_user_line_pkey" PRIMARY KEY ("userId","lineId")
);

-- CreateTable
CREATE TABLE "auth_user_station" (
    "userId" TEXT NOT NULL,
    "stationId" TEXT NOT NULL,

    CONSTRAINT "auth_user_station_pkey" PRIMARY KEY ("userId","stationId")
);

-- CreateTable
CREATE TABLE "execution_label_range" (
    "id" TEXT NOT NULL,
    "runId" TEXT NOT NULL,
    "prefix" TEXT NOT NULL,
    "firstNo" INTEGER NOT NULL,
    "lastNo" INTEGER NOT NULL,
    "width" INTEGER NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "execution_label_range_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "execution_serial_counter" (
    "scope" TEXT NOT NULL,
    "nextNo" INTEGER NOT NULL,

    CONSTRAINT "execution_serial_counter_pkey" PRIMARY KEY ("scope")
);

-- CreateTable
CREATE TABLE "execution_panel" (
    "id" TEXT NOT NULL,
    "panelNo" TEXT NOT NULL,
    "runId" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "execution_panel_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "execution_unit" (
    "id" TEXT NOT NULL,
    "sn" TEXT NOT NULL,
    "workOrderId" TEXT NOT NULL,
    "runId" TEXT NOT NULL,
    "panelId" TEXT,
    "panelPosition" INTEGER,
    "state" TEXT NOT NULL,
    "currentStepNo" INTEGER NOT NULL,
    "heldFrom" TEXT,
    "holdReason" TEXT,
    "version" INTEGER NOT NULL DEFAULT 1,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL,
    "finishedAt" TIMESTAMPTZ(3),

    CONSTRAINT "execution_unit_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "execution_track" (
    "id" TEXT NOT NULL,
    "unitId" TEXT NOT NULL,
    "runId" TEXT NOT NULL,
    "stepNo" INTEGER NOT NULL,
    "stationId" TEXT NOT NULL,
    "source" TEXT NOT NULL,
    "inAt" TIMESTAMPTZ(3) NOT NULL,
    "inById" TEXT,
    "inByName" TEXT NOT NULL,
    "outAt" TIMESTAMPTZ(3),
    "outById" TEXT,
    "outByName" TEXT,
    "result" TEXT,
    "openUnitId" TEXT,
    "undoneAt" TIMESTAMPTZ(3),
    "undoneById" TEXT,
    "continuesId" TEXT,

    CONSTRAINT "execution_track_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "execution_track_capture" (
    "trackId" TEXT NOT NULL,
    "unitId" TEXT NOT NULL,
    "values" JSONB NOT NULL,
    "judgements" JSONB NOT NULL,
    "recordedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "execution_track_capture_pkey" PRIMARY KEY ("trackId")
);

-- CreateTable
CREATE TABLE "plant_line" (
    "id" TEXT NOT NULL,
    "code" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "processType" TEXT NOT NULL,
    "isActive" BOOLEAN NOT NULL DEFAULT true,
    "version" INTEGER NOT NULL DEFAULT 1,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "plant_line_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "plant_station_group" (
    "id" TEXT NOT NULL,
    "code" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 1,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "plant_station_group_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "plant_station" (
    "id" TEXT NOT NULL,
    "code" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "stationType" TEXT NOT NULL,
    "lineId" TEXT NOT NULL,
    "groupId" TEXT,
    "sequence" INTEGER NOT NULL DEFAULT 0,
    "isActive" BOOLEAN NOT NULL DEFAULT true,
    "version" INTEGER NOT NULL DEFAULT 1,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "plant_station_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "plant_operation" (
    "id" TEXT NOT NULL,
    "code" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "nameZh" TEXT NOT NULL,
    "processType" TEXT,
    "traits" JSONB NOT NULL,
    "source" TEXT NOT NULL DEFAULT 'MES',
    "isActive" BOOLEAN NOT NULL DEFAULT true,
    "version" INTEGER NOT NULL DEFAULT 1,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "plant_operation_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "plant_product" (
    "id" TEXT NOT NULL,
    "code" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "customer" TEXT,
    "revision" TEXT,
    "boardSide" TEXT,
    "unitsPerPanel" INTEGER NOT NULL DEFAULT 1,
    "traits" JSONB NOT NULL,
    "snPattern" TEXT,
    "isActive" BOOLEAN NOT NULL DEFAULT true,
    "version" INTEGER NOT NULL DEFAULT 1,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "plant_product_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "plant_shift" (
    "id" TEXT NOT NULL,
    "code" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "nameZh" TEXT NOT NULL,
    "startMinute" INTEGER NOT NULL,
    "endMinute" INTEGER NOT NULL,
    "lineId" TEXT,
    "isActive" BOOLEAN NOT NULL DEFAULT true,
    "version" INTEGER NOT NULL DEFAULT 1,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "plant_shift_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "platform_event" (
    "id" TEXT NOT NULL,
    "type" TEXT NOT NULL,
    "outcome" TEXT NOT NULL,
    "code" TEXT,
    "entityType" TEXT NOT NULL,
    "entityId" TEXT NOT NULL,
    "entityKey" TEXT NOT NULL,
    "actorId" TEXT,
    "actorName" TEXT NOT NULL,
    "actorKind" TEXT NOT NULL,
    "lineId" TEXT,
    "stationId" TEXT,
    "workOrderId" TEXT,
    "runId" TEXT,
    "occurredAt" TIMESTAMPTZ(3) NOT NULL,
    "recordedAt" TIMESTAMPTZ(3) NOT NULL,
    "requestId" TEXT,
    "ip" TEXT,
    "data" JSONB NOT NULL,

    CONSTRAINT "platform_event_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "platform_idempotency_key" (
    "key" TEXT NOT NULL,
    "command" TEXT NOT NULL,
    "payloadHash" TEXT NOT NULL,
    "answer" JSONB NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "platform_idempotency_key_pkey" PRIMARY KEY ("key")
);

-- CreateTable
CREATE TABLE "platform_setting" (
    "key" TEXT NOT NULL,
    "value" JSONB NOT NULL,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL,
    "updatedBy" TEXT,

    CONSTRAINT "platform_setting_pkey" PRIMARY KEY ("key")
);

-- CreateTable
CREATE TABLE "quality_defect_code" (
    "id" TEXT NOT NULL,
    "code" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "nameZh" TEXT NOT NULL,
    "processType" TEXT,
    "severity" TEXT NOT NULL DEFAULT 'MAJOR',
    "rank" INTEGER NOT NULL DEFAULT 100,
    "isActive" BOOLEAN NOT NULL DEFAULT true,
    "version" INTEGER NOT NULL DEFAULT 1,

    CONSTRAINT "quality_defect_code_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "quality_defect" (
    "id" TEXT NOT NULL,
    "unitId" TEXT NOT NULL,
    "runId" TEXT NOT NULL,
    "trackId" TEXT,
    "stepNo" INTEGER NOT NULL,
    "stationId" TEXT,
    "code" TEXT NOT NULL,
    "location" TEXT,
    "remark" TEXT,
    "qty" INTEGER NOT NULL DEFAULT 1,
    "state" TEXT NOT NULL,
    "disposition" TEXT,
    "dispositionReason" TEXT,
    "reworkStepNo" INTEGER,
    "source" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "createdById" TEXT,
    "createdByName" TEXT NOT NULL,
    "closedAt" TIMESTAMPTZ(3),
    "version" INTEGER NOT NULL DEFAULT 1,

    CONSTRAINT "quality_defect_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "routing_route" (
    "id" TEXT NOT NULL,
    "code" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "source" TEXT NOT NULL DEFAULT 'MES',
    "sourceKey" TEXT,
    "productId" TEXT,
    "processType" TEXT NOT NULL,
    "effectiveFrom" TIMESTAMPTZ(3),
    "effectiveTo" TIMESTAMPTZ(3),
    "isActive" BOOLEAN NOT NULL DEFAULT true,
    "version" INTEGER NOT NULL DEFAULT 1,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "routing_route_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "routing_step" (
    "id" TEXT NOT NULL,
    "routeId" TEXT NOT NULL,
    "stepNo" INTEGER NOT NULL,
    "operationId" TEXT NOT NULL,
    "sourceStepKey" TEXT,
    "name" TEXT,

    CONSTRAINT "routing_step_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "routing_execution_config" (
    "id" TEXT NOT NULL,
    "scope" TEXT NOT NULL,
    "scopeKey" TEXT NOT NULL,
    "operationId" TEXT,
    "routeId" TEXT,
    "stepId" TEXT,
    "stationType" TEXT,
    "stationGroupId" TEXT,
    "allowedStationIds" JSONB,
    "requiresFai" BOOLEAN,
    "requiresAuthorization" BOOLEAN,
    "captureItemIds" JSONB,
    "version" INTEGER NOT NULL DEFAULT 1,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "routing_execution_config_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "routing_capture_item" (
    "id" TEXT NOT NULL,
    "operationId" TEXT NOT NULL,
    "code" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "nameZh" TEXT NOT NULL,
    "dataType" TEXT NOT NULL,
    "unit" TEXT,
    "lowerLimit" DOUBLE PRECISION,
    "upperLimit" DOUBLE PRECISION,
    "target" DOUBLE PRECISION,
    "choices" JSONB,
    "isRequired" BOOLEAN NOT NULL DEFAULT false,
    "onBreach" TEXT NOT NULL DEFAULT 'RECORD',
    "sequence" INTEGER NOT NULL DEFAULT 0,
    "isActive" BOOLEAN NOT NULL DEFAULT true,
    "version" INTEGER NOT NULL DEFAULT 1,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "routing_capture_item_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "routing_version" (
    "id" TEXT NOT NULL,
    "routeId" TEXT NOT NULL,
    "versionNo" INTEGER NOT NULL,
    "status" TEXT NOT NULL,
    "contentHash" TEXT NOT NULL,
    "snapshot" JSONB NOT NULL,
    "errors" JSONB NOT NULL,
    "compiledAt" TIMESTAMPTZ(3) NOT NULL,
    "compiledById" TEXT,
    "compiledByName" TEXT NOT NULL,

    CONSTRAINT "routing_version_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "work_order" (
    "id" TEXT NOT NULL,
    "woNo" TEXT NOT NULL,
    "source" TEXT NOT NULL DEFAULT 'MES',
    "productId" TEXT NOT NULL,
    "plannedQty" INTEGER NOT NULL,
    "routeId" TEXT,
    "isRouteManual" BOOLEAN NOT NULL DEFAULT false,
    "state" TEXT NOT NULL,
    "heldFrom" TEXT,
    "holdReason" TEXT,
    "erpStatus" TEXT,
    "pickStatus" TEXT NOT NULL DEFAULT 'NONE',
    "priority" INTEGER NOT NULL DEFAULT 0,
    "dueAt" TIMESTAMPTZ(3),
    "lineId" TEXT,
    "stationGroupId" TEXT,
    "overrunPercent" DOUBLE PRECISION,
    "remark" TEXT,
    "closeReason" TEXT,
    "releasedAt" TIMESTAMPTZ(3),
    "closedAt" TIMESTAMPTZ(3),
    "version" INTEGER NOT NULL DEFAULT 1,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "work_order_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "work_order_run" (
    "id" TEXT NOT NULL,
    "runNo" TEXT NOT NULL,
    "workOrderId" TEXT NOT NULL,
    "lineId" TEXT NOT NULL,
    "productId" TEXT NOT NULL,
    "routeVersionId" TEXT NOT NULL,
    "planQty" INTEGER NOT NULL,
    "state" TEXT NOT NULL,
    "heldFrom" TEXT,
    "holdCode" TEXT,
    "holdReason" TEXT,
    "shiftId" TEXT,
    "changeoverNo" TEXT,
    "unitSource" TEXT NOT NULL,
    "authorizedAt" TIMESTAMPTZ(3),
    "startedAt" TIMESTAMPTZ(3),
    "endedAt" TIMESTAMPTZ(3),
    "closeReason" TEXT,
    "version" INTEGER NOT NULL DEFAULT 1,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "work_order_run_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "work_order_run_authorization" (
    "id" TEXT NOT NULL,
    "runId" TEXT NOT NULL,
    "action" TEXT NOT NULL,
    "actorId" TEXT,
    "actorName" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "reason" TEXT,
    "evidence" JSONB NOT NULL,

    CONSTRAINT "work_order_run_authorization_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "auth_user_email_key" ON "auth_user"("email");

-- CreateIndex
CREATE UNIQUE INDEX "auth_user_username_key" ON "auth_user"("username");

-- CreateIndex
CREATE UNIQUE INDEX "auth_user_badgeHash_key" ON "auth_user"("badgeHash");

-- CreateIndex
CREATE UNIQUE INDEX "auth_session_token_key" ON "auth_session"("token");

-- CreateIndex
CREATE INDEX "auth_session_userId_idx" ON "auth_session"("userId");

-- CreateIndex
CREATE INDEX "auth_session_operatorUserId_idx" ON "auth_session"("operatorUserId");

-- CreateIndex
CREATE INDEX "auth_account_userId_idx" ON "auth_account"("userId");

-- CreateIndex
CREATE INDEX "auth_verification_identifier_idx" ON "auth_verification"("identifier");

-- CreateIndex
CREATE UNIQUE INDEX "auth_role_code_key" ON "auth_role"("code");

-- CreateIndex
CREATE INDEX "auth_user_role_roleId_idx" ON "auth_user_role"("roleId");

-- CreateIndex
CREATE INDEX "auth_user_line_lineId_idx" ON "auth_user_line"("lineId");

-- CreateIndex
CREATE INDEX "auth_user_station_stationId_idx" ON "auth_user_station"("stationId");

-- CreateIndex
CREATE INDEX "execution_label_range_runId_idx" ON "execution_label_range"("runId");

-- CreateIndex
CREATE INDEX "execution_label_range_prefix_firstNo_idx" ON "execution_label_range"("prefix", "firstNo");

-- CreateIndex
CREATE UNIQUE INDEX "execution_panel_panelNo_key" ON "execution_panel"("panelNo");

-- CreateIndex
CREATE INDEX "execution_panel_runId_idx" ON "execution_panel"("runId");

-- CreateIndex
CREATE UNIQUE INDEX "execution_unit_sn_key" ON "execution_unit"("sn");

-- CreateIndex
CREATE INDEX "execution_unit_runId_currentStepNo_state_idx" ON "execution_unit"("runId", "currentStepNo", "state");

-- CreateIndex
CREATE INDEX "execution_unit_workOrderId_idx" ON "execution_unit"("workOrderId");

-- CreateIndex
CREATE INDEX "execution_unit_panelId_idx" ON "execution_unit"("panelId");

-- CreateIndex
CREATE UNIQUE INDEX "execution_track_openUnitId_key" ON "execution_track"("openUnitId");

-- CreateIndex
CREATE INDEX "execution_track_unitId_inAt_idx" ON "execution_track"("unitId", "inAt");

-- CreateIndex
CREATE INDEX "execution_track_stationId_outAt_idx" ON "execution_track"("stationId", "outAt");

-- CreateIndex
CREATE INDEX "execution_track_runId_stepNo_idx" ON "execution_track"("runId", "stepNo");

-- CreateIndex
CREATE INDEX "execution_track_capture_unitId_idx" ON "execution_track_capture"("unitId");

-- CreateIndex
CREATE UNIQUE INDEX "plant_line_code_key" ON "plant_line"("code");

-- CreateIndex
CREATE UNIQUE INDEX "plant_station_group_code_key" ON "plant_station_group"("code");

-- CreateIndex
CREATE UNIQUE INDEX "plant_station_code_key" ON "plant_station"("code");

-- CreateIndex
CREATE INDEX "plant_station_lineId_sequence_idx" ON "plant_station"("lineId", "sequence");

-- CreateIndex
CREATE INDEX "plant_station_groupId_idx" ON "plant_station"("groupId");

-- CreateIndex
CREATE UNIQUE INDEX "plant_operation_code_key" ON "plant_operation"("code");

-- CreateIndex
CREATE UNIQUE INDEX "plant_product_code_key" ON "plant_product"("code");

-- CreateIndex
CREATE UNIQUE INDEX "plant_shift_code_key" ON "plant_shift"("code");

-- CreateIndex
CREATE INDEX "plant_shift_lineId_idx" ON "plant_shift"("lineId");

-- CreateIndex
CREATE INDEX "platform_event_entityType_entityId_id_idx" ON "platform_event"("entityType", "entityId", "id");

-- CreateIndex
CREATE INDEX "platform_event_entityKey_id_idx" ON "platform_event"("entityKey", "id");

-- CreateIndex
CREATE INDEX "platform_event_actorId_id_idx" ON "platform_event"("actorId", "id");

-- CreateIndex
CREATE INDEX "platform_event_type_id_idx" ON "platform_event"("type", "id");

-- CreateIndex
CREATE INDEX "platform_event_runId_id_idx" ON "platform_event"("runId", "id");

-- CreateIndex
CREATE INDEX "platform_event_stationId_id_idx" ON "platform_event"("stationId", "id");

-- CreateIndex
CREATE INDEX "platform_idempotency_key_createdAt_idx" ON "platform_idempotency_key"("createdAt");

-- CreateIndex
CREATE UNIQUE INDEX "quality_defect_code_code_key" ON "quality_defect_code"("code");

-- CreateIndex
CREATE INDEX "quality_defect_unitId_state_idx" ON "quality_defect"("unitId", "state");

-- CreateIndex
CREATE INDEX "quality_defect_code_idx" ON "quality_defect"("code");

-- CreateIndex
CREATE INDEX "quality_defect_runId_idx" ON "quality_defect"("runId");

-- CreateIndex
CREATE INDEX "quality_defect_trackId_idx" ON "quality_defect"("trackId");

-- CreateIndex
CREATE INDEX "quality_defect_stationId_idx" ON "quality_defect"("stationId");

-- CreateIndex
CREATE INDEX "quality_defect_state_createdAt_idx" ON "quality_defect"("state", "createdAt");

-- CreateIndex
CREATE UNIQUE INDEX "routing_route_code_key" ON "routing_route"("code");

-- CreateIndex
CREATE INDEX "routing_route_productId_idx" ON "routing_route"("productId");

-- CreateIndex
CREATE INDEX "routing_step_operationId_idx" ON "routing_step"("operationId");

-- CreateIndex
CREATE UNIQUE INDEX "routing_step_routeId_stepNo_key" ON "routing_step"("routeId", "stepNo");

-- CreateIndex
CREATE UNIQUE INDEX "routing_execution_config_scopeKey_key" ON "routing_execution_config"("scopeKey");

-- CreateIndex
CREATE INDEX "routing_execution_config_operationId_idx" ON "routing_execution_config"("operationId");

-- CreateIndex
CREATE INDEX "routing_execution_config_routeId_idx" ON "routing_execution_config"("routeId");

-- CreateIndex
CREATE INDEX "routing_execution_config_stepId_idx" ON "routing_execution_config"("stepId");

-- CreateIndex
CREATE INDEX "routing_execution_config_stationGroupId_idx" ON "routing_execution_config"("stationGroupId");

-- CreateIndex
CREATE UNIQUE INDEX "routing_capture_item_operationId_code_key" ON "routing_capture_item"("operationId", "code");

-- CreateIndex
CREATE UNIQUE INDEX "routing_version_routeId_versionNo_key" ON "routing_version"("routeId", "versionNo");

-- CreateIndex
CREATE UNIQUE INDEX "work_order_woNo_key" ON "work_order"("woNo");

-- CreateIndex
CREATE INDEX "work_order_state_dueAt_idx" ON "work_order"("state", "dueAt");

-- CreateIndex
CREATE INDEX "work_order_productId_idx" ON "work_order"("productId");

-- CreateIndex
CREATE INDEX "work_order_lineId_idx" ON "work_order"("lineId");

-- CreateIndex
CREATE INDEX "work_order_routeId_idx" ON "work_order"("routeId");

-- CreateIndex
CREATE UNIQUE INDEX "work_order_run_runNo_key" ON "work_order_run"("runNo");

-- CreateIndex
CREATE INDEX "work_order_run_workOrderId_idx" ON "work_order_run"("workOrderId");

-- CreateIndex
CREATE INDEX "work_order_run_lineId_state_idx" ON "work_order_run"("lineId", "state");

-- CreateIndex
CREATE INDEX "work_order_run_state_createdAt_idx" ON "work_order_run"("state", "createdAt");

-- CreateIndex
CREATE INDEX "work_order_run_routeVersionId_idx" ON "work_order_run"("routeVersionId");

-- CreateIndex
CREATE INDEX "work_order_run_productId_idx" ON "work_order_run"("productId");

-- CreateIndex
CREATE INDEX "work_order_run_shiftId_idx" ON "work_order_run"("shiftId");

-- CreateIndex
CREATE INDEX "work_order_run_authorization_runId_at_idx" ON "work_order_run_authorization"("runId", "at");

-- AddForeignKey
ALTER TABLE "auth_session" ADD CONSTRAINT "auth_session_userId_fkey" FOREIGN KEY ("userId") REFERENCES "auth_user"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "auth_session" ADD CONSTRAINT "auth_session_operatorUserId_fkey" FOREIGN KEY ("operatorUserId") REFERENCES "auth_user"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "auth_account" ADD CONSTRAINT "auth_account_userId_fkey" FOREIGN KEY ("userId") REFERENCES "auth_user"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "auth_user_role" ADD CONSTRAINT "auth_user_role_userId_fkey" FOREIGN KEY ("userId") REFERENCES "auth_user"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "auth_user_role" ADD CONSTRAINT "auth_user_role_roleId_fkey" FOREIGN KEY ("roleId") REFERENCES "auth_role"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "auth_user_line" ADD CONSTRAINT "auth_user_line_userId_fkey" FOREIGN KEY ("userId") REFERENCES "auth_user"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "auth_user_line" ADD CONSTRAINT "auth_user_line_lineId_fkey" FOREIGN KEY ("lineId") REFERENCES "plant_line"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "auth_user_station" ADD CONSTRAINT "auth_user_station_userId_fkey" FOREIGN KEY ("userId") REFERENCES "auth_user"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "auth_user_station" ADD CONSTRAINT "auth_user_station_stationId_fkey" FOREIGN KEY ("stationId") REFERENCES "plant_station"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "execution_label_range" ADD CONSTRAINT "execution_label_range_runId_fkey" FOREIGN KEY ("runId") REFERENCES "work_order_run"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "execution_panel" ADD CONSTRAINT "execution_panel_runId_fkey" FOREIGN KEY ("runId") REFERENCES "work_order_run"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "execution_unit" ADD CONSTRAINT "execution_unit_workOrderId_fkey" FOREIGN KEY ("workOrderId") REFERENCES "work_order"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "execution_unit" ADD CONSTRAINT "execution_unit_runId_fkey" FOREIGN KEY ("runId") REFERENCES "work_order_run"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "execution_unit" ADD CONSTRAINT "execution_unit_panelId_fkey" FOREIGN KEY ("panelId") REFERENCES "execution_panel"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "execution_track" ADD CONSTRAINT "execution_track_unitId_fkey" FOREIGN KEY ("unitId") REFERENCES "execution_unit"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "execution_track" ADD CONSTRAINT "execution_track_stationId_fkey" FOREIGN KEY ("stationId") REFERENCES "plant_station"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "execution_track_capture" ADD CONSTRAINT "execution_track_capture_trackId_fkey" FOREIGN KEY ("trackId") REFERENCES "execution_track"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "execution_track_capture" ADD CONSTRAINT "execution_track_capture_unitId_fkey" FOREIGN KEY ("unitId") REFERENCES "execution_unit"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "plant_station" ADD CONSTRAINT "plant_station_lineId_fkey" FOREIGN KEY ("lineId") REFERENCES "plant_line"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "plant_station" ADD CONSTRAINT "plant_station_groupId_fkey" FOREIGN KEY ("groupId") REFERENCES "plant_station_group"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "plant_shift" ADD CONSTRAINT "plant_shift_lineId_fkey" FOREIGN KEY ("lineId") REFERENCES "plant_line"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "quality_defect" ADD CONSTRAINT "quality_defect_unitId_fkey" FOREIGN KEY ("unitId") REFERENCES "execution_unit"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "quality_defect" ADD CONSTRAINT "quality_defect_trackId_fkey" FOREIGN KEY ("trackId") REFERENCES "execution_track"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "quality_defect" ADD CONSTRAINT "quality_defect_stationId_fkey" FOREIGN KEY ("stationId") REFERENCES "plant_station"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "routing_route" ADD CONSTRAINT "routing_route_productId_fkey" FOREIGN KEY ("productId") REFERENCES "plant_product"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "routing_step" ADD CONSTRAINT "routing_step_routeId_fkey" FOREIGN KEY ("routeId") REFERENCES "routing_route"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "routing_step" ADD CONSTRAINT "routing_step_operationId_fkey" FOREIGN KEY ("operationId") REFERENCES "plant_operation"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "routing_execution_config" ADD CONSTRAINT "routing_execution_config_operationId_fkey" FOREIGN KEY ("operationId") REFERENCES "plant_operation"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "routing_execution_config" ADD CONSTRAINT "routing_execution_config_routeId_fkey" FOREIGN KEY ("routeId") REFERENCES "routing_route"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "routing_execution_config" ADD CONSTRAINT "routing_execution_config_stepId_fkey" FOREIGN KEY ("stepId") REFERENCES "routing_step"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "routing_execution_config" ADD CONSTRAINT "routing_execution_config_stationGroupId_fkey" FOREIGN KEY ("stationGroupId") REFERENCES "plant_station_group"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "routing_capture_item" ADD CONSTRAINT "routing_capture_item_operationId_fkey" FOREIGN KEY ("operationId") REFERENCES "plant_operation"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "routing_version" ADD CONSTRAINT "routing_version_routeId_fkey" FOREIGN KEY ("routeId") REFERENCES "routing_route"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "work_order" ADD CONSTRAINT "work_order_productId_fkey" FOREIGN KEY ("productId") REFERENCES "plant_product"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "work_order" ADD CONSTRAINT "work_order_routeId_fkey" FOREIGN KEY ("routeId") REFERENCES "routing_route"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "work_order" ADD CONSTRAINT "work_order_lineId_fkey" FOREIGN KEY ("lineId") REFERENCES "plant_line"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "work_order_run" ADD CONSTRAINT "work_order_run_workOrderId_fkey" FOREIGN KEY ("workOrderId") REFERENCES "work_order"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "work_order_run" ADD CONSTRAINT "work_order_run_lineId_fkey" FOREIGN KEY ("lineId") REFERENCES "plant_line"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "work_order_run" ADD CONSTRAINT "work_order_run_productId_fkey" FOREIGN KEY ("productId") REFERENCES "plant_product"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "work_order_run" ADD CONSTRAINT "work_order_run_routeVersionId_fkey" FOREIGN KEY ("routeVersionId") REFERENCES "routing_version"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "work_order_run" ADD CONSTRAINT "work_order_run_shiftId_fkey" FOREIGN KEY ("shiftId") REFERENCES "plant_shift"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "work_order_run_authorization" ADD CONSTRAINT "work_order_run_authorization_runId_fkey" FOREIGN KEY ("runId") REFERENCES "work_order_run"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
