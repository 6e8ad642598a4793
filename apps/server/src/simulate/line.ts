import type { FrozenCaptureItem, FrozenStep, IngestMapping } from "@lineside/domain/routing";
import type { ServerClient } from "./server-client.ts";

export interface Place {
  readonly id: string;
  readonly code: string;
}

/** A step as the frozen version of the run has it, with the stations that do it. */
export interface SimStep {
  readonly stepNo: number;
  readonly name: string;
  readonly type: "MANUAL" | "AUTO" | "BATCH" | "TEST";
  readonly traits: readonly string[];
  readonly stations: readonly Place[];
  readonly items: readonly FrozenCaptureItem[];
  readonly mapping: IngestMapping | null;
  readonly program: string | null;
}

/** What the simulator knows of the line, all of it learned from the server. */
export interface SimLine {
  readonly runNo: string;
  readonly lineCode: string;
  readonly planQty: number;
  readonly steps: readonly SimStep[];
  /** Active codes of the plant's defect list. */
  readonly defectCodes: readonly string[];
  readonly timezone: string;
}

export interface Board {
  readonly sn: string;
  readonly ordinal: number;
  readonly stepNo: number;
  /** Visits so far by step: all of them, and those that were not undone. */
  readonly visits: ReadonlyMap<number, { all: number; counted: number }>;
}

/** Reads the run, its frozen version and who may work on it. Throws a sentence when it cannot run. */
export async function learnLine(server: ServerClient, runNo: string): Promise<SimLine> {
  const run = await readRun(server, runNo);
  if (run.state !== "AUTHORIZED" && run.state !== "IN_PROGRESS")
    throw new Error(
      `Run ${runNo} is ${run.state}; boards move while it is AUTHORIZED or IN_PROGRESS.`,
    );
  const [first] = await unitsOf(server, runNo);
  if (!first) throw new Error(`Run ${runNo} has no boards yet; generate or bind them first.`);
  // The trace shows the steps as they are frozen for the run, to whoever may see the board.
  const { version } = await server.read(`/api/trace/units/${encodeURIComponent(first.sn)}`);
  const stations: { id: string; code: string; groupId: string | null; stationType: string }[] =
    await readAll(server, "/api/stations?");
  const me = await server.read("/api/auth/me");
  return {
    runNo,
    lineCode: run.lineCode,
    planQty: run.planQty,
    defectCodes: await readDefectCodes(server),
    timezone: me.settings?.timezone ?? "UTC",
    steps: (version.steps as FrozenStep[]).map((step) => {
      const members = stations.filter(
        (station) =>
          station.stationType === step.stationType &&
          (step.stationGroup === null || station.groupId === step.stationGroup.id),
      );
      const allowed = new Set(step.allowedStations.map(({ id }) => id));
      return {
        stepNo: step.stepNo,
        name: step.name ?? step.operation.name,
        type: step.stationType,
        traits: step.operation.traits,
        stations: members.filter(({ id }) => allowed.size === 0 || allowed.has(id)),
        items: step.captureItems,
        mapping: step.ingestMapping ?? null,
        program: step.expectedProgram ?? null,
      };
    }),
  };
}

async function readRun(server: ServerClient, runNo: string) {
  const answer = await server.send(`/api/runs/${encodeURIComponent(runNo)}`, { as: "person" });
  if (answer.status === 200) return answer.body;
  if (answer.body?.code === "RUN_NOT_FOUND")
    throw new Error(
      `There is no run ${runNo}. The demo brings one (lineside seed demo, into an empty database); --run names another.`,
    );
  throw new Error(`Run ${runNo} cannot be read: ${answer.body?.code ?? answer.status}.`);
}

async function readDefectCodes(server: ServerClient): Promise<string[]> {
  const rows = await readAll<{ code: string; isActive?: boolean }>(server, "/api/defect-codes?");
  return rows.filter(({ isActive }) => isActive !== false).map(({ code }) => code);
}

/** Every page of a list. */
export async function readAll<T>(server: ServerClient, path: string): Promise<T[]> {
  const items: T[] = [];
  let cursor: string | null = null;
  do {
    const page = await server.read(
      `${path}&limit=200${cursor ? `&cursor=${encodeURIComponent(cursor)}` : ""}`,
    );
    items.push(...page.items);
    cursor = page.nextCursor ?? null;
  } while (cursor);
  return items;
}

export interface UnitRow {
  readonly sn: string;
  readonly state: string;
  readonly step: { readonly stepNo: number };
}

export const unitsOf = (server: ServerClient, runNo: string, state?: string): Promise<UnitRow[]> =>
  readAll(server, `/api/runs/${encodeURIComponent(runNo)}/units?${state ? `state=${state}` : ""}`);

/** Boards of the run that wait somewhere, those nearest to the end first; at most `count`. */
export async function waitingBoards(
  server: ServerClient,
  line: SimLine,
  count: number,
): Promise<Board[]> {
  const all = await unitsOf(server, line.runNo);
  const ordinals = new Map(all.map(({ sn }, index) => [sn, index + 1]));
  const waiting = all
    .filter(({ state }) => state === "QUEUED")
    .sort((a, b) => b.step.stepNo - a.step.stepNo || (a.sn < b.sn ? -1 : 1))
    .slice(0, count);
  const boards: Board[] = [];
  for (const { sn, step } of waiting)
    boards.push({
      sn,
      stepNo: step.stepNo,
      ordinal: ordinals.get(sn) ?? 0,
      visits: await visitsOf(server, sn),
    });
  return boards;
}

async function visitsOf(server: ServerClient, sn: string): Promise<Board["visits"]> {
  const { tracks } = await server.read(`/api/trace/units/${encodeURIComponent(sn)}`);
  const visits = new Map<number, { all: number; counted: number }>();
  for (const { stepNo, undoneAt } of tracks as { stepNo: number; undoneAt: string | null }[]) {
    const known = visits.get(stepNo) ?? { all: 0, counted: 0 };
    visits.set(stepNo, { all: known.all + 1, counted: known.counted + (undoneAt ? 0 : 1) });
  }
  return visits;
}
