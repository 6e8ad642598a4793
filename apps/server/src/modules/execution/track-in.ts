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
import { createAtFirstScan } from "./first-scan.ts";
import { byHand, enter, startOnce } from "./moves.ts";
import { decided, decidedPanel, findTarget, type Target } from "./scan.ts";
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
    const move = byHand(cx);
    const { by } = move;
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
    for (const each of moved) units.push(await enter(move, each));
    const [first] = moved;
    const runStarted = first?.value.run ? await startOnce(move, first.scan) : false;
    return {
      ...(units[0] as (typeof units)[number]),
      at: cx.now,
      panelNo: target.kind === "PANEL" ? target.panelNo : (first?.scan.panelNo ?? null),
      carrierNo: null,
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
