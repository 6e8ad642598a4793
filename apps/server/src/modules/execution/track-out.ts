import {
  trackOut as decideTrackOut,
  groupResults,
  type TrackOutAnswer,
  type TrackOutInput,
  type TrackOutUnit,
  trackOutAnswer,
  trackOutInput,
  undoUntil,
} from "@lineside/domain/execution";
import { refusalError, unwrap } from "@lineside/domain/kernel";
import { z } from "zod";
import { type CommandContext, defineCommand } from "../../platform/command.ts";
import { activeDefectCodes } from "../quality/index.ts";
import { completeRunIfFinished } from "../work-order/index.ts";
import { leaveCarrier, visitOfCarrier } from "./carrier-moves.ts";
import { placed } from "./carrier-places.ts";
import { byHand, leave, type OutFacts, outFactsOf } from "./moves.ts";
import { decided, decidedTogether, findTarget, operatorOf, placesOn, type Target } from "./scan.ts";

type Request = z.output<typeof trackOutInput>;

/**
 * One scan out of a station, with a result and what was captured: a unit, or a panel or carrier with
 * a result for each of its units. FAIL opens its defect in the same unit of work (D11).
 */
export const trackOut = defineCommand({
  name: "execution.trackOut",
  permission: "exec:track_out",
  scope: "station",
  input: z.intersection(z.object({ code: z.string().min(1).max(64) }), trackOutInput),
  output: trackOutAnswer,
  async run(cx, input): Promise<TrackOutAnswer> {
    const target = await findTarget(cx, input);
    if (target.kind === "UNKNOWN")
      throw refusalError({ code: "UNIT_NOT_FOUND", context: { sn: target.sn } });
    const { moved, skipped, carrierTrackId } = await decide(cx, target, input);
    const units: TrackOutUnit[] = [];
    const move = byHand(cx);
    for (const each of moved) units.push((await leave(move, each)).answer);
    if (target.kind === "CARRIER" && carrierTrackId !== null)
      await leaveCarrier(move, target.carrier, {
        carrierTrackId,
        units: moved.map(({ scan, value }) => ({ scan, result: value.visit.result })),
      });
    const [first] = moved;
    const isOver = moved.some(({ value }) => value.unit.state === "DONE");
    const runCompleted =
      first !== undefined && isOver && (await completeRunIfFinished(cx, first.scan.runId));
    const places = placesOn(target);
    const answered = units.map((each) => ({ ...each, unit: placed(each.unit, places) }));
    return {
      ...(answered[0] as TrackOutUnit),
      at: cx.now,
      panelNo: target.kind === "PANEL" ? target.no : (first?.scan.panelNo ?? null),
      carrierNo: target.kind === "CARRIER" ? target.no : null,
      units: answered,
      skipped,
      undoUntil: runCompleted ? null : undoUntil(cx.now, cx.settings.undoSeconds),
      runCompleted,
    };
  },
});

async function decide(cx: CommandContext, target: Target, input: Request) {
  const by = operatorOf(cx);
  const knownDefectCodes = await codesFor(cx, input);
  if (target.kind === "UNIT") {
    const { result, defect, captures } = input;
    const asked: TrackOutInput = { by, result, defect, captures: captures ?? [] };
    const scan = await outFactsOf(cx, target.scan, knownDefectCodes);
    const value = await decided(cx.tx, scan, (facts) => decideTrackOut(facts, asked, cx.now));
    return { moved: [{ scan, value }], skipped: [], carrierTrackId: null };
  }
  if (target.kind === "UNKNOWN") return { moved: [], skipped: [], carrierTrackId: null };
  const carrierTrackId =
    target.kind === "CARRIER" ? visitOfCarrier(target.carrier, target.station) : null;
  const units: OutFacts[] = [];
  for (const scan of target.scans) units.push(await outFactsOf(cx, scan, knownDefectCodes));
  const group = { kind: target.kind, no: target.no, units, places: placesOn(target) };
  const results = unwrap(groupResults(group, input));
  const decision = await decidedTogether(cx.tx, group, (facts) => {
    const own = results.get(facts.sn) ?? { result: input.result };
    return decideTrackOut(facts, { by, ...own, carrierTrackId }, cx.now);
  });
  return { ...decision, carrierTrackId };
}

/** The defect list is only read when somebody names a defect. */
async function codesFor(cx: CommandContext, input: Request): Promise<ReadonlySet<string> | null> {
  const isNamed = input.defect || input.units?.some((unit) => unit.defect);
  return isNamed ? await activeDefectCodes(cx.tx) : null;
}
