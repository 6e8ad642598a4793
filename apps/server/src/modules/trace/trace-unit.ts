import type { Database } from "@lineside/db";
import { refusalError, zKey } from "@lineside/domain/kernel";
import { assembleTrace, traceAnswer, traceQuery } from "@lineside/domain/trace";
import { defineQuery } from "../../platform/query.ts";
import { eventsOfUnits } from "../ingest/index.ts";
import { readinessForTrace } from "../readiness/index.ts";
import { type FrozenVersion, frozenVersion, latestReadyVersion } from "../routing/index.ts";
import { pasteOfUnit, printSteps } from "../solder-paste/index.ts";
import { clocksOfSubject } from "../time-rule/index.ts";
import { defectsOf, eventsOf, type FoundUnit, findUnit, markOf, tracksOf } from "./unit-queries.ts";

/** The whole story of one unit, in at most eight statements whatever the plant holds besides (nine where it was signed for). */
export const traceUnit = defineQuery({
  name: "trace.unit",
  permission: "trace:read",
  input: traceQuery.extend({ sn: zKey }),
  output: traceAnswer,
  async run({ db, requireScope }, { sn, mode }) {
    const found = await findUnit(db, sn);
    if (!found) throw refusalError({ code: "UNIT_NOT_FOUND", context: { sn } });
    const { unit, product, order, run, version } = found;
    requireScope({ lineId: found.lineId });
    const frozen = await frozenVersion(db, version.id);
    const [tracks, defects, clocks, paste, readiness, told, machine] = await Promise.all([
      tracksOf(db, unit.id),
      defectsOf(db, unit.id),
      clocksOfSubject(db.read, "UNIT", [unit.id]),
      pasteOfUnit(db.read, unit.id, printSteps(frozen.snapshot)),
      readinessForTrace(db.read, found.runId),
      eventsOf(db, sn),
      eventsOfUnits(db.read, [unit.id]),
    ]);
    const shown = mode === "latest" ? await newest(db, found, frozen) : { mark: version, frozen };
    const { route } = shown.frozen.snapshot;
    const facts = {
      unit,
      product,
      order,
      run,
      shown: { ...shown.mark, routeCode: route.code, routeName: route.name },
      shownSnapshot: shown.frozen.snapshot,
      frozenVersionId: version.id,
      frozenSnapshot: frozen.snapshot,
      tracks,
      defects,
      clocks,
      paste,
      readiness,
      machineEvents: machine.map(({ unitId: _, ...event }) => event),
      ...told,
    };
    return assembleTrace(facts, mode);
  },
});

/** The route's newest READY version: for analysis, never what the unit was made by. */
async function newest(db: Database, found: FoundUnit, frozen: FrozenVersion) {
  const latest = (await latestReadyVersion(db, found.routeId)) ?? frozen;
  const mark = latest.id === frozen.id ? found.version : await markOf(db, latest.id);
  return { mark: mark ?? found.version, frozen: latest };
}
