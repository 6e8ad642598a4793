import { monotonicMs } from "../platform/clock.ts";
import { roundOf } from "./floor.ts";
import type { Work } from "./machine-work.ts";

/** While the machine's event before is still being executed, the board is not here yet. */
const notYet = new Set(["STATION_MISMATCH", "STEP_MISMATCH", "UNIT_ALREADY_IN_STATION"]);
const scanAgainMs = 100;

export type ManualEnd =
  | { readonly result: "PASS" | "FAIL" }
  | { readonly result: null; readonly code: string };

/** A person takes the board in, works on it and takes it out, as at a terminal. */
export async function workByHand(work: Work): Promise<ManualEnd> {
  const { floor, board, visit } = work;
  const { sn } = board;
  const into = await scan(work, "track-in", { sn });
  if (into.code !== null) return { result: null, code: into.code };
  await floor.pause(visit.seconds);
  const { result, defect } = visit;
  const captures = visit.values.map(({ item, value }) => ({ code: item.code, value }));
  const out = await scan(work, "track-out", {
    sn,
    result,
    captures,
    ...(defect ? { defect } : {}),
  });
  if (out.code !== null) return { result: null, code: out.code };
  return { result: out.result ?? result };
}

async function scan(
  { floor, board, step, station }: Work,
  what: "track-in" | "track-out",
  body: object,
): Promise<{ code: string | null; result: "PASS" | "FAIL" | null }> {
  const { server, options, session, ledger } = floor.parts;
  const path = `/api/stations/${encodeURIComponent(station.code)}/${what}`;
  const deadline = monotonicMs() + options.patienceSeconds * 1000;
  const name = `sim:${session}:${board.sn}:${step.stepNo}:${roundOf(step, board)}:${what}`;
  for (let scan = 1; ; scan++) {
    // A refusal is an answer: the next scan is another one.
    const answer = await server.send(path, {
      as: "person",
      body: JSON.stringify(body),
      idempotencyKey: `${name}:${scan}`,
    });
    ledger.scans++;
    if (answer.status === 200) return { code: null, result: answer.body.result ?? null };
    const code = String(answer.body?.code ?? answer.status);
    const isEarly = what === "track-in" && notYet.has(code);
    if (!isEarly || floor.isStopping || monotonicMs() > deadline) return { code, result: null };
    await Bun.sleep(scanAgainMs);
  }
}
