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
import { carrierMayEnter, enterCarrier } from "./carrier-moves.ts";
import { placed } from "./carrier-places.ts";
import { createAtFirstScan } from "./first-scan.ts";
import { byHand, enter, startOnce } from "./moves.ts";
import { decided, decidedTogether, findTarget, placesOn, type Target } from "./scan.ts";
import type { Scan } from "./scan-store.ts";

interface Moved {
  scan: Scan;
  value: TrackedIn;
}

/** One scan into a station: a unit, all units of a panel or carrier, or a unit's very first scan. */
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
    const { moved, skipped } = await decide(cx, target, { by, runNo: input.runNo });
    const carrierTrackId =
      target.kind === "CARRIER" ? await enterCarrier(move, target.carrier, moved) : null;
    const units = [];
    for (const each of moved) units.push(await enter(move, each, { carrierTrackId }));
    const [first] = moved;
    const runStarted = first?.value.run ? await startOnce(move, first.scan) : false;
    const places = placesOn(target);
    const answered = units.map((each) => ({ ...each, unit: placed(each.unit, places) }));
    return {
      ...(answered[0] as (typeof units)[number]),
      at: cx.now,
      panelNo: target.kind === "PANEL" ? target.no : (first?.scan.panelNo ?? null),
      carrierNo: target.kind === "CARRIER" ? target.no : null,
      units: answered,
      skipped,
      captureItems: first?.value.step.captureItems ?? [],
      created: isNew,
      runStarted,
    };
  },
});

async function decide(
  cx: CommandContext,
  target: Target,
  { by, runNo }: { by: Operator; runNo: string | undefined },
): Promise<{ moved: Moved[]; skipped: TrackInAnswer["skipped"] }> {
  if (target.kind === "PANEL" || target.kind === "CARRIER") {
    if (target.kind === "CARRIER") carrierMayEnter(target.carrier);
    const { kind, no, scans: units } = target;
    return await decidedTogether(cx.tx, { kind, no, units, places: placesOn(target) }, (facts) =>
      decideTrackIn(facts, { by }, cx.now),
    );
  }
  const { scan } = target as Extract<Target, { kind: "UNIT" }>;
  const asked = runNo === undefined ? { by } : { by, runNo };
  const value = await decided(cx.tx, scan, (facts) => decideTrackIn(facts, asked, cx.now));
  return { moved: [{ scan, value }], skipped: [] };
}
