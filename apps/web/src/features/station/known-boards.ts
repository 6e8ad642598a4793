import type { QueueUnit, StationQueue } from "@lineside/domain/execution";
import type { FrozenCaptureItem } from "@lineside/domain/routing";
import { boardOf } from "./board.ts";
import type { HandKind, Known, TrackInAsk, TrackOutAsk } from "./loop-types.ts";

export interface KnownFacts {
  queue: Pick<StationQueue, "inStation" | "waiting">;
  /** Kept here and not yet sent, in order: they come after what the queue says. */
  kept: readonly (TrackInAsk | TrackOutAsk)[];
  /** Capture items seen so far, by `itemsKey`. */
  items: ReadonlyMap<string, readonly FrozenCaptureItem[]>;
}

/** The frozen route of a run does not change, so neither do the values of its steps. */
export const itemsKey = (runNo: string, stepNo: number) => `${runNo} ${stepNo}`;

/** A board, panel or carrier by its number, as far as this terminal can tell; null: the server has to say. */
export function findKnown(code: string, facts: KnownFacts): Known | null {
  const found = inQueue(code, facts);
  const last = facts.kept.findLast((ask) => ask.key === code);
  if (last?.do === "TRACK_OUT") return null;
  if (last === undefined || last.do !== "TRACK_IN") return found;
  if (found) return { ...found, where: "IN_STATION" };
  const board = { sn: code, state: "IN_STATION", step: null, runNo: "", productCode: "" };
  return {
    kind: "UNIT",
    key: code,
    where: "IN_STATION",
    boards: [{ ...board, position: null }],
    step: null,
    items: null,
  };
}

function inQueue(code: string, { queue, items }: KnownFacts): Known | null {
  const all = [
    ...queue.inStation.map((unit) => ({ unit, where: "IN_STATION" as const })),
    ...queue.waiting.map((unit) => ({ unit, where: "WAITING" as const })),
  ];
  const single = all.find(({ unit }) => unit.sn === code);
  const kind: HandKind = single
    ? "UNIT"
    : all.some(({ unit }) => unit.panelNo === code)
      ? "PANEL"
      : "CARRIER";
  const isOn = (unit: QueueUnit) => code === (kind === "PANEL" ? unit.panelNo : unit.carrierNo);
  const found = single ? [single] : all.filter(({ unit }) => isOn(unit));
  const [first] = found;
  if (!first) return null;
  // Boards of one panel or carrier at different places, or perhaps not all of them on this page: the server knows.
  if (found.some(({ where }) => where !== first.where)) return null;
  if (!single && first.where === "IN_STATION") return null;
  const { unit, where } = first;
  return {
    kind,
    key: code,
    where,
    boards: found.map((each) => boardOf(each.unit, kind)),
    step: unit.step,
    items: items.get(itemsKey(unit.runNo, unit.step.stepNo)) ?? null,
  };
}

/** The form of a number with its digits taken out: SN-A-0047 and SN-A-0048 are alike. */
export const shapeOf = (code: string) => code.replace(/\d/g, "9");

/** The forms of serial and panel numbers that were seen here. */
export function shapesOf(units: readonly Pick<QueueUnit, "sn" | "panelNo">[]): Set<string> {
  return new Set(
    units.flatMap(({ sn, panelNo }) => (panelNo === null ? [sn] : [sn, panelNo])).map(shapeOf),
  );
}
