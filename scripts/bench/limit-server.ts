// The limit: the very statements of a track-in and a track-out on bare bun:sqlite with group commit,
// behind the same HTTP server, without session, permission, schema, rule or query builder.
import { Database, type SQLQueryBindings } from "bun:sqlite";
import type { Statement } from "@lineside/db";
import { Elysia } from "elysia";
import {
  changeUnit,
  endVisit,
  insertVisit,
} from "../../apps/server/src/modules/execution/move-store.ts";
import { scanBySn } from "../../apps/server/src/modules/execution/scan-statements-store.ts";
import { insertEvent } from "../../apps/server/src/platform/events.ts";
import { findAnswer, storeAnswer } from "../../apps/server/src/platform/idempotency.ts";

const [path = "", port = "0"] = process.argv.slice(2);
const db = new Database(path);
db.exec(
  "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; PRAGMA cache_size=-65536; PRAGMA temp_store=MEMORY; PRAGMA wal_autocheckpoint=16000",
);

type Row = Record<string, SQLQueryBindings>;

function bare<P, R>(statement: Statement<P, R>) {
  const compiled = statement.compiled("sqlite");
  const prepared = db.query(compiled.sql);
  return {
    first: (params: P) =>
      prepared.get(...(compiled.parameters(params) as SQLQueryBindings[])) as Row | null,
    run: (params: P) => prepared.run(...(compiled.parameters(params) as SQLQueryBindings[])),
  };
}

const scan = bare(scanBySn);
const saveUnit = bare(changeUnit);
const openVisit = bare(insertVisit);
const closeVisit = bare(endVisit);
const event = bare(insertEvent);
const recall = bare(findAnswer);
const keep = bare(storeAnswer);

/** Units wait for each other and share one fsync, as in the Writer. */
const waiting: { work: () => unknown; done: (value: unknown) => void }[] = [];
let isDraining = false;

function unit(work: () => unknown): Promise<unknown> {
  return new Promise((done) => {
    waiting.push({ work, done });
    if (!isDraining) {
      isDraining = true;
      setImmediate(drain);
    }
  });
}

function drain(): void {
  const batch = waiting.splice(0, 256);
  db.run("BEGIN IMMEDIATE");
  const values = batch.map(({ work }) => {
    db.run("SAVEPOINT u");
    const value = work();
    db.run("RELEASE u");
    return value;
  });
  db.run("COMMIT");
  for (const [index, { done }] of batch.entries()) done(values[index]);
  if (waiting.length > 0) setImmediate(drain);
  else isDraining = false;
}

const who = { id: "bench", name: "bench" };

function tell(row: Row, { key, data, now }: { key: string; data: object; now: string }): void {
  event.run({
    id: Bun.randomUUIDv7(),
    type: "unit.tracked",
    outcome: "DONE",
    code: null,
    entityType: "unit",
    entityId: String(row.unitId),
    entityKey: String(row.sn),
    actorId: who.id,
    actorName: who.name,
    actorKind: "USER",
    lineId: "line",
    stationId: String(row.stationId),
    workOrderId: String(row.workOrderId),
    runId: String(row.runId),
    occurredAt: now,
    recordedAt: now,
    requestId: key,
    ip: "127.0.0.1",
    data,
  });
}

interface Tracked {
  station: string;
  sn: string;
  key: string;
  isOut: boolean;
}

function track({ station, sn, key, isOut }: Tracked): object {
  const now = new Date().toISOString();
  recall.first({ key });
  const row = scan.first({ sn, stationCode: station });
  if (!row) throw new Error(`${sn} at ${station}`);
  const stepNo = Number(row.currentStepNo);
  const version = Number(row.unitVersion);
  const isLast = stepNo === 50;
  const next = isOut && !isLast ? stepNo + 10 : stepNo;
  const state = isOut ? (isLast ? "DONE" : "QUEUED") : "IN_STATION";
  if (isOut)
    closeVisit.run({
      id: String(row.trackId),
      outAt: now,
      outById: who.id,
      outByName: who.name,
      result: "PASS",
    });
  else
    openVisit.run({
      id: Bun.randomUUIDv7(),
      unitId: String(row.unitId),
      runId: String(row.runId),
      stepNo,
      stationId: String(row.stationId),
      source: "MANUAL",
      inAt: now,
      inById: who.id,
      inByName: who.name,
      continuesId: null,
      carrierTrackId: null,
    });
  saveUnit.run({
    id: String(row.unitId),
    version,
    next: version + 1,
    state,
    stepNo: next,
    heldFrom: null,
    holdReason: null,
    finishedAt: null,
    now,
  });
  tell(row, { key, data: { stepNo, station }, now });
  const answer = { unit: { sn, state, stepNo: next }, at: now };
  keep.run({
    key,
    command: isOut ? "execution.trackOut" : "execution.trackIn",
    payloadHash: "bench",
    answer: { value: answer },
    createdAt: now,
  });
  return answer;
}

interface Incoming {
  params: { code: string };
  body: unknown;
  headers: Record<string, string | undefined>;
}

function handle(isOut: boolean) {
  return async ({ params, body, headers }: Incoming) => {
    const { sn } = body as { sn: string };
    const key = headers["idempotency-key"] ?? crypto.randomUUID();
    return Response.json(await unit(() => track({ station: params.code, sn, key, isOut })));
  };
}

const app = new Elysia()
  .get("/healthz", () => "ok")
  .post("/api/stations/:code/track-in", handle(false))
  .post("/api/stations/:code/track-out", handle(true))
  .listen({ hostname: "127.0.0.1", port: Number(port) });
process.stdout.write(`${app.server?.port}\n`);
