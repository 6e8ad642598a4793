import {
  trackIn as decideTrackIn,
  type Operator,
  type TrackedIn,
  type TrackInAnswer,
  trackInAnswer,
  trackInInput,
} from "@lineside/domain/execution";
import { z } from "zod";
import { type CommandContext, defineCommand } from "../../platform/command.ts";
import { startRun } from "../work-order/index.ts";
import { createAtFirstScan } from "./first-scan.ts";
import { openVisit, saveUnit } from "./move-store.ts";
import {
  cardOf,
  decided,
  decidedPanel,
  findTarget,
  heardOf,
  operatorOf,
  subjectOf,
  type Target,
} from "./scan.ts";
import type { Scan } from "./scan-store.ts";

interface Moved {
  scan: Scan;
  value: TrackedIn;
}

/** One scan into a station: a unit, a panel with all of its units, or a unit's very first scan. */
export const trackIn = defineCommand({
  name: "execution.trackIn",
  permission: "exec:track_in",
  scope: "station",
  input: z.intersection(z.object({ code: z.string().min(1).max(64) }), trackInInput),
  output: trackInAnswer,
  async run(cx, input): Promise<TrackInAnswer> {
    const by = operatorOf(cx);
    const found = await findTarget(cx, input);
    const isNew = found.kind === "UNKNOWN";
    const target: Target = isNew ? await createAtFirstScan(cx, found, input.runNo) : found;
    const { moved, skipped } =
      target.kind === "PANEL"
        ? await decidedPanel(cx.tx, { panelNo: target.panelNo, units: target.scans }, (facts) =>
            decideTrackIn(facts, { by }, cx.now),
          )
        : { moved: [await decideUnit(cx, target, { by, runNo: input.runNo })], skipped: [] };
    const units = [];
    for (const each of moved) units.push(await enter(cx, each));
    const [first] = moved;
    const runStarted = first?.value.run ? await start(cx, first.scan) : false;
    return {
      ...(units[0] as (typeof units)[number]),
      at: cx.now,
      panelNo: target.kind === "PANEL" ? target.panelNo : (first?.scan.panelNo ?? null),
      units,
      skipped,
      captureItems: first?.value.step.captureItems ?? [],
      created: isNew,
      runStarted,
    };
  },
});

async function decideUnit(
  cx: CommandContext,
  target: Target,
  input: { by: Operator; runNo?: string | undefined },
): Promise<Moved> {
  const scan = (target as Extract<Target, { kind: "UNIT" }>).scan;
  const { by, runNo } = input;
  const asked = runNo === undefined ? { by } : { by, runNo };
  const value = await decided(cx.tx, scan, (facts) => decideTrackIn(facts, asked, cx.now));
  return { scan, value };
}

async function enter(cx: CommandContext, { scan, value }: Moved) {
  const trackId = cx.newId();
  await saveUnit(cx.tx, scan, { patch: value.unit, now: cx.now });
  await openVisit(cx.tx, { ...value.visit, id: trackId, runId: scan.runId, continuesId: null });
  cx.emit({
    ...subjectOf(scan),
    type: "unit.trackedIn",
    data: { trackId, stepNo: value.visit.stepNo, stationCode: scan.station?.code },
    heard: heardOf(scan, value.visit.stepNo),
  });
  return { unit: cardOf(scan, value.unit), trackId };
}

/** The run's first unit is in a station: mass production has begun (D9: only now, in this unit). */
async function start(cx: CommandContext, scan: Scan): Promise<boolean> {
  const { runId, runVersion } = scan;
  const isFirst = await startRun(cx.tx, { runId, version: runVersion, now: cx.now });
  if (!isFirst) return false;
  cx.emit({
    ...subjectOf(scan),
    type: "run.started",
    entityType: "run",
    entityId: runId,
    entityKey: scan.run.runNo,
    data: { before: { state: scan.run.state }, after: { state: "IN_PROGRESS" } },
  });
  return true;
}
