// A million boards with their history, written straight into the file: the question is how fast one of
// them is found again, not how fast they were made.
import { Database } from "bun:sqlite";

const stepNos = [10, 20, 30, 40, 50];
const at = "2026-11-20T01:00:00.000Z";

/**
 * Grows the file to `units` traced boards: five visits each, two events each; every hundredth board
 * has the ten events of a real one. Returns serial numbers to ask for, spread over the whole file.
 */
export function growHistory(path: string, units: number): string[] {
  const db = new Database(path);
  db.exec("PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF; PRAGMA cache_size=-1000000");
  const run = db
    .query(
      "select r.id, r.workOrderId, r.lineId from work_order_run r order by r.createdAt limit 1",
    )
    .get() as { id: string; workOrderId: string; lineId: string };
  const stations = (
    db.query("select id from plant_station order by sequence").all() as { id: string }[]
  ).map((row) => row.id);
  const unit = db.query(
    "insert into execution_unit (id, sn, workOrderId, runId, state, currentStepNo, version, createdAt, updatedAt, finishedAt) values (?1, ?2, ?3, ?4, 'DONE', 50, 11, ?5, ?5, ?5)",
  );
  const track = db.query(
    "insert into execution_track (id, unitId, runId, stepNo, stationId, source, inAt, inById, inByName, outAt, outById, outByName, result) values (?1, ?2, ?3, ?4, ?5, 'MANUAL', ?6, 'op', 'Operator', ?6, 'op', 'Operator', 'PASS')",
  );
  const event = db.query(
    "insert into platform_event (id, type, outcome, entityType, entityId, entityKey, actorId, actorName, actorKind, lineId, stationId, workOrderId, runId, occurredAt, recordedAt, data) values (?1, ?2, 'DONE', 'unit', ?3, ?4, 'op', 'Operator', 'USER', ?5, ?6, ?7, ?8, ?9, ?9, '{\"stepNo\":10}')",
  );
  const have = (db.query("select count(*) n from execution_unit").get() as { n: number }).n;
  const asked: string[] = [];
  const every = Math.max(100, Math.floor((units - have) / 1000));
  db.run("BEGIN");
  for (let n = have; n < units; n++) {
    const id = Bun.randomUUIDv7();
    const sn = `HIST-${String(n).padStart(8, "0")}`;
    unit.run(id, sn, run.workOrderId, run.id, at);
    const isAsked = n % every === 0;
    if (isAsked) asked.push(sn);
    for (const [index, stepNo] of stepNos.entries()) {
      const station = stations[index % stations.length] ?? "";
      track.run(Bun.randomUUIDv7(), id, run.id, stepNo, station, at);
      const events = isAsked ? 2 : index === 0 ? 2 : 0;
      for (let e = 0; e < events; e++)
        event.run(
          Bun.randomUUIDv7(),
          e === 0 ? "unit.trackedIn" : "unit.trackedOut",
          id,
          sn,
          run.lineId,
          station,
          run.workOrderId,
          run.id,
          at,
        );
    }
    if (n % 20_000 === 0) db.run("COMMIT; BEGIN");
  }
  db.run("COMMIT");
  db.exec("PRAGMA wal_checkpoint(TRUNCATE); PRAGMA optimize");
  db.close();
  return asked;
}

export interface TraceResult {
  units: number;
  p50: number;
  p99: number;
}

/** Asks for boards one after the other, as people do; the first pass warms the file cache. */
export async function askTraces(
  url: string,
  cookie: string,
  sns: string[],
): Promise<{ p50: number; p99: number }> {
  const times: number[] = [];
  for (const pass of [0, 1])
    for (const sn of sns) {
      const started = performance.now();
      const answer = await fetch(`${url}/api/trace/units/${sn}`, { headers: { cookie } });
      await answer.arrayBuffer();
      if (!answer.ok) throw new Error(`trace of ${sn}: ${answer.status}`);
      if (pass === 1) times.push(performance.now() - started);
    }
  times.sort((a, b) => a - b);
  const at = (share: number) => times[Math.min(times.length - 1, Math.floor(times.length * share))];
  return { p50: at(0.5) ?? 0, p99: at(0.99) ?? 0 };
}
