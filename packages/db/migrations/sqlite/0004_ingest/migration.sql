-- AlterTable
ALTER TABLE "execution_track" ADD COLUMN "carrierTrackId" TEXT;

-- AlterTable
ALTER TABLE "routing_execution_config" ADD COLUMN "ingestMapping" JSONB;

-- CreateTable
CREATE TABLE "auth_api_key" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "name" TEXT NOT NULL,
    "prefix" TEXT NOT NULL,
    "keyHash" TEXT NOT NULL,
    "sources" JSONB,
    "ratePerMinute" INTEGER NOT NULL,
    "expiresAt" DATETIME,
    "lastUsedAt" DATETIME,
    "lastUsedIp" TEXT,
    "createdAt" DATETIME NOT NULL,
    "createdById" TEXT,
    "createdByName" TEXT NOT NULL,
    "revokedAt" DATETIME,
    "revokedByName" TEXT,
    "version" INTEGER NOT NULL DEFAULT 1
);

-- CreateTable
CREATE TABLE "auth_api_key_line" (
    "keyId" TEXT NOT NULL,
    "lineId" TEXT NOT NULL,

    PRIMARY KEY ("keyId", "lineId"),
    CONSTRAINT "auth_api_key_line_keyId_fkey" FOREIGN KEY ("keyId") REFERENCES "auth_api_key" ("id") ON DELETE CASCADE ON UPDATE CASCADE,
    CONSTRAINT "auth_api_key_line_lineId_fkey" FOREIGN KEY ("lineId") REFERENCES "plant_line" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "equipment_machine_state" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "stationId" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "category" TEXT NOT NULL,
    "startedAt" DATETIME NOT NULL,
    "endedAt" DATETIME,
    "faultCode" TEXT,
    "source" TEXT NOT NULL,
    "eventId" TEXT,
    "openKey" TEXT,
    CONSTRAINT "equipment_machine_state_stationId_fkey" FOREIGN KEY ("stationId") REFERENCES "plant_station" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "equipment_machine_fault" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "stationId" TEXT NOT NULL,
    "source" TEXT NOT NULL,
    "occurrenceId" TEXT NOT NULL,
    "code" TEXT NOT NULL,
    "cause" TEXT,
    "severity" TEXT,
    "description" TEXT,
    "lane" INTEGER,
    "stage" TEXT,
    "occurredAt" DATETIME NOT NULL,
    "acknowledgedAt" DATETIME,
    "acknowledgedBy" TEXT,
    "clearedAt" DATETIME,
    "clearedBy" TEXT,
    "eventId" TEXT,
    CONSTRAINT "equipment_machine_fault_stationId_fkey" FOREIGN KEY ("stationId") REFERENCES "plant_station" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "execution_carrier" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "carrierNo" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "name" TEXT,
    "capacity" INTEGER,
    "state" TEXT NOT NULL,
    "stateReason" TEXT,
    "cycles" INTEGER NOT NULL DEFAULT 0,
    "version" INTEGER NOT NULL DEFAULT 1,
    "createdAt" DATETIME NOT NULL,
    "updatedAt" DATETIME NOT NULL
);

-- CreateTable
CREATE TABLE "execution_carrier_load" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "carrierId" TEXT NOT NULL,
    "unitId" TEXT NOT NULL,
    "position" INTEGER,
    "loadedAt" DATETIME NOT NULL,
    "loadedById" TEXT,
    "loadedByName" TEXT NOT NULL,
    "unloadedAt" DATETIME,
    "unloadedById" TEXT,
    "unloadedByName" TEXT,
    "openUnitId" TEXT,
    CONSTRAINT "execution_carrier_load_carrierId_fkey" FOREIGN KEY ("carrierId") REFERENCES "execution_carrier" ("id") ON DELETE RESTRICT ON UPDATE CASCADE,
    CONSTRAINT "execution_carrier_load_unitId_fkey" FOREIGN KEY ("unitId") REFERENCES "execution_unit" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "execution_carrier_track" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "carrierId" TEXT NOT NULL,
    "runId" TEXT NOT NULL,
    "stepNo" INTEGER NOT NULL,
    "stationId" TEXT NOT NULL,
    "source" TEXT NOT NULL,
    "inAt" DATETIME NOT NULL,
    "inById" TEXT,
    "inByName" TEXT NOT NULL,
    "outAt" DATETIME,
    "outById" TEXT,
    "outByName" TEXT,
    "result" TEXT,
    "openCarrierId" TEXT,
    CONSTRAINT "execution_carrier_track_carrierId_fkey" FOREIGN KEY ("carrierId") REFERENCES "execution_carrier" ("id") ON DELETE RESTRICT ON UPDATE CASCADE,
    CONSTRAINT "execution_carrier_track_stationId_fkey" FOREIGN KEY ("stationId") REFERENCES "plant_station" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "ingest_event" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "identity" TEXT NOT NULL,
    "businessKey" TEXT,
    "sourceSystem" TEXT NOT NULL,
    "dedupeKey" TEXT NOT NULL,
    "payloadHash" TEXT NOT NULL,
    "door" TEXT NOT NULL,
    "eventType" TEXT NOT NULL,
    "messageName" TEXT,
    "state" TEXT NOT NULL,
    "code" TEXT,
    "context" JSONB,
    "occurredAt" DATETIME NOT NULL,
    "receivedAt" DATETIME NOT NULL,
    "decidedAt" DATETIME,
    "flags" JSONB NOT NULL,
    "reading" JSONB,
    "runNo" TEXT,
    "runId" TEXT,
    "stationCode" TEXT,
    "stationId" TEXT,
    "lineId" TEXT,
    "carrierNo" TEXT,
    "sn" TEXT,
    "unitCount" INTEGER NOT NULL DEFAULT 0,
    "result" TEXT,
    "testResultId" TEXT,
    "transactionId" TEXT,
    "conflictOfId" TEXT,
    "keyId" TEXT,
    "sentById" TEXT,
    "sentByName" TEXT NOT NULL,
    "scopeLineIds" JSONB,
    "requestId" TEXT,
    "ip" TEXT,
    "bytes" INTEGER NOT NULL
);

-- CreateTable
CREATE TABLE "ingest_payload" (
    "eventId" TEXT NOT NULL PRIMARY KEY,
    "body" TEXT NOT NULL
);

-- CreateTable
CREATE TABLE "ingest_event_unit" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "eventId" TEXT NOT NULL,
    "unitId" TEXT NOT NULL,
    "trackId" TEXT,
    "carrierTrackId" TEXT,
    "effect" TEXT NOT NULL,
    "result" TEXT
);

-- CreateTable
CREATE TABLE "ingest_transaction" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "source" TEXT NOT NULL,
    "transactionId" TEXT NOT NULL,
    "stationId" TEXT,
    "state" TEXT NOT NULL,
    "startedAt" DATETIME,
    "completedAt" DATETIME,
    "workResult" TEXT,
    "units" JSONB NOT NULL,
    "evidence" JSONB NOT NULL,
    "recipe" TEXT,
    "version" INTEGER NOT NULL DEFAULT 1,
    "updatedAt" DATETIME NOT NULL
);

-- CreateTable
CREATE TABLE "ingest_endpoint" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "handle" TEXT NOT NULL,
    "stationId" TEXT,
    "state" TEXT NOT NULL,
    "firstSeenAt" DATETIME NOT NULL,
    "lastSeenAt" DATETIME NOT NULL,
    "connectedAt" DATETIME,
    "silentSince" DATETIME,
    "heartbeatSeconds" INTEGER NOT NULL DEFAULT 60,
    "networkUri" TEXT,
    "targetAddress" TEXT,
    "cfxVersion" TEXT,
    "activeRecipe" TEXT,
    "activeRecipeAt" DATETIME,
    "operatorIdentifier" TEXT,
    "operatorName" TEXT,
    "activeFaults" INTEGER NOT NULL DEFAULT 0,
    "messageCount" INTEGER NOT NULL DEFAULT 0,
    "unknownCount" INTEGER NOT NULL DEFAULT 0,
    "version" INTEGER NOT NULL DEFAULT 1,
    "updatedAt" DATETIME NOT NULL,
    CONSTRAINT "ingest_endpoint_stationId_fkey" FOREIGN KEY ("stationId") REFERENCES "plant_station" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "ingest_presence" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "stationId" TEXT NOT NULL,
    "endpointId" TEXT NOT NULL,
    "identifier" TEXT NOT NULL,
    "position" INTEGER,
    "unitId" TEXT,
    "arrivedAt" DATETIME NOT NULL,
    "departedAt" DATETIME,
    "openKey" TEXT
);

-- CreateTable
CREATE TABLE "ingest_tally" (
    "key" TEXT NOT NULL PRIMARY KEY,
    "minute" DATETIME NOT NULL,
    "sourceSystem" TEXT NOT NULL,
    "stationCode" TEXT,
    "fate" TEXT NOT NULL,
    "count" INTEGER NOT NULL
);

-- CreateTable
CREATE TABLE "ingest_replay" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "tokenHash" TEXT NOT NULL,
    "createdById" TEXT NOT NULL,
    "createdByName" TEXT NOT NULL,
    "createdAt" DATETIME NOT NULL,
    "expiresAt" DATETIME NOT NULL,
    "selection" JSONB NOT NULL,
    "reason" TEXT,
    "usedAt" DATETIME
);

-- CreateTable
CREATE TABLE "ingest_archive" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "fromId" TEXT NOT NULL,
    "toId" TEXT NOT NULL,
    "fromAt" DATETIME NOT NULL,
    "toAt" DATETIME NOT NULL,
    "events" INTEGER NOT NULL,
    "bytes" INTEGER NOT NULL,
    "fileId" TEXT NOT NULL,
    "sha256" TEXT NOT NULL,
    "createdAt" DATETIME NOT NULL
);

-- CreateIndex
CREATE UNIQUE INDEX "auth_api_key_keyHash_key" ON "auth_api_key"("keyHash");

-- CreateIndex
CREATE INDEX "auth_api_key_revokedAt_idx" ON "auth_api_key"("revokedAt");

-- CreateIndex
CREATE INDEX "auth_api_key_line_lineId_idx" ON "auth_api_key_line"("lineId");

-- CreateIndex
CREATE UNIQUE INDEX "equipment_machine_state_openKey_key" ON "equipment_machine_state"("openKey");

-- CreateIndex
CREATE INDEX "equipment_machine_state_stationId_startedAt_idx" ON "equipment_machine_state"("stationId", "startedAt");

-- CreateIndex
CREATE INDEX "equipment_machine_fault_stationId_occurredAt_idx" ON "equipment_machine_fault"("stationId", "occurredAt");

-- CreateIndex
CREATE UNIQUE INDEX "equipment_machine_fault_source_occurrenceId_key" ON "equipment_machine_fault"("source", "occurrenceId");

-- CreateIndex
CREATE UNIQUE INDEX "execution_carrier_carrierNo_key" ON "execution_carrier"("carrierNo");

-- CreateIndex
CREATE INDEX "execution_carrier_state_idx" ON "execution_carrier"("state");

-- CreateIndex
CREATE UNIQUE INDEX "execution_carrier_load_openUnitId_key" ON "execution_carrier_load"("openUnitId");

-- CreateIndex
CREATE INDEX "execution_carrier_load_carrierId_unloadedAt_idx" ON "execution_carrier_load"("carrierId", "unloadedAt");

-- CreateIndex
CREATE INDEX "execution_carrier_load_unitId_loadedAt_idx" ON "execution_carrier_load"("unitId", "loadedAt");

-- CreateIndex
CREATE UNIQUE INDEX "execution_carrier_track_openCarrierId_key" ON "execution_carrier_track"("openCarrierId");

-- CreateIndex
CREATE INDEX "execution_carrier_track_carrierId_inAt_idx" ON "execution_carrier_track"("carrierId", "inAt");

-- CreateIndex
CREATE INDEX "execution_carrier_track_stationId_inAt_idx" ON "execution_carrier_track"("stationId", "inAt");

-- CreateIndex
CREATE UNIQUE INDEX "ingest_event_identity_key" ON "ingest_event"("identity");

-- CreateIndex
CREATE UNIQUE INDEX "ingest_event_businessKey_key" ON "ingest_event"("businessKey");

-- CreateIndex
CREATE INDEX "ingest_event_state_id_idx" ON "ingest_event"("state", "id");

-- CreateIndex
CREATE INDEX "ingest_event_sourceSystem_id_idx" ON "ingest_event"("sourceSystem", "id");

-- CreateIndex
CREATE INDEX "ingest_event_stationId_id_idx" ON "ingest_event"("stationId", "id");

-- CreateIndex
CREATE INDEX "ingest_event_runId_id_idx" ON "ingest_event"("runId", "id");

-- CreateIndex
CREATE INDEX "ingest_event_transactionId_idx" ON "ingest_event"("transactionId");

-- CreateIndex
CREATE INDEX "ingest_event_sn_idx" ON "ingest_event"("sn");

-- CreateIndex
CREATE INDEX "ingest_event_receivedAt_idx" ON "ingest_event"("receivedAt");

-- CreateIndex
CREATE INDEX "ingest_event_unit_unitId_idx" ON "ingest_event_unit"("unitId");

-- CreateIndex
CREATE INDEX "ingest_event_unit_trackId_idx" ON "ingest_event_unit"("trackId");

-- CreateIndex
CREATE UNIQUE INDEX "ingest_event_unit_eventId_unitId_effect_key" ON "ingest_event_unit"("eventId", "unitId", "effect");

-- CreateIndex
CREATE INDEX "ingest_transaction_state_updatedAt_idx" ON "ingest_transaction"("state", "updatedAt");

-- CreateIndex
CREATE UNIQUE INDEX "ingest_transaction_source_transactionId_key" ON "ingest_transaction"("source", "transactionId");

-- CreateIndex
CREATE UNIQUE INDEX "ingest_endpoint_handle_key" ON "ingest_endpoint"("handle");

-- CreateIndex
CREATE INDEX "ingest_endpoint_stationId_idx" ON "ingest_endpoint"("stationId");

-- CreateIndex
CREATE INDEX "ingest_endpoint_state_lastSeenAt_idx" ON "ingest_endpoint"("state", "lastSeenAt");

-- CreateIndex
CREATE UNIQUE INDEX "ingest_presence_openKey_key" ON "ingest_presence"("openKey");

-- CreateIndex
CREATE INDEX "ingest_presence_stationId_arrivedAt_idx" ON "ingest_presence"("stationId", "arrivedAt");

-- CreateIndex
CREATE INDEX "ingest_presence_unitId_idx" ON "ingest_presence"("unitId");

-- CreateIndex
CREATE INDEX "ingest_tally_minute_idx" ON "ingest_tally"("minute");

-- CreateIndex
CREATE UNIQUE INDEX "ingest_replay_tokenHash_key" ON "ingest_replay"("tokenHash");

-- CreateIndex
CREATE INDEX "ingest_replay_createdAt_idx" ON "ingest_replay"("createdAt");

-- CreateIndex
CREATE INDEX "ingest_archive_createdAt_idx" ON "ingest_archive"("createdAt");

-- CreateIndex
CREATE INDEX "execution_track_carrierTrackId_idx" ON "execution_track"("carrierTrackId");
