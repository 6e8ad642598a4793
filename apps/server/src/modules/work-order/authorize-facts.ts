import type { AuthorizeFacts, RunFacts } from "@lineside/domain/work-order";
import { lineById, stationsOfLine } from "../plant/index.ts";
import { frozenVersion } from "../routing/index.ts";
import { reading, type Source, unitCountsOf } from "./unit-count-queries.ts";

/** What the gate before mass production judges, read now: never from an earlier evaluation. */
export async function authorizeFacts(
  from: Source,
  run: RunFacts & { lineId: string; routeVersionId: string; order: AuthorizeFacts["order"] },
): Promise<AuthorizeFacts> {
  const version = await frozenVersion(from, run.routeVersionId);
  const line = await lineById(from, run.lineId);
  const lineStations = await stationsOfLine(from, run.lineId);
  const counts = (await unitCountsOf(reading(from), [run.id]))(run.id);
  return {
    run,
    order: run.order,
    version,
    lineCode: line?.code ?? "",
    lineStations,
    unitCount: counts.total,
  };
}
