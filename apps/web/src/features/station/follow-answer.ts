import type {
  QueueUnit,
  StationQueue,
  StationStatus,
  TrackInAnswer,
  TrackOutAnswer,
} from "@lineside/domain/execution";
import type { InfiniteData } from "@tanstack/react-query";

export type QueuePages = InfiniteData<StationQueue>;

/** The queue as it must be after an answer, until the server tells it anew. */
export function queueAfter(
  pages: QueuePages | undefined,
  moved: { inside: readonly QueueUnit[]; gone: readonly string[] },
): QueuePages | undefined {
  if (!pages) return pages;
  const leaves = new Set([...moved.gone, ...moved.inside.map(({ sn }) => sn)]);
  const stays = ({ sn }: QueueUnit) => !leaves.has(sn);
  return {
    ...pages,
    pages: pages.pages.map((page, at) => ({
      ...page,
      inStation: [...page.inStation.filter(stays), ...(at === 0 ? moved.inside : [])],
      waiting: page.waiting.filter(stays),
    })),
  };
}

export const insideOf = (
  { units, at, carrierNo }: TrackInAnswer,
  operatorName: string,
): QueueUnit[] =>
  units.map(({ unit }) => ({
    ...unit,
    carrierNo,
    carrierPosition: unit.carrierPosition ?? null,
    since: at,
    operatorName,
  }));

/** My last track-out can be taken back at once, not only after the counts were asked anew. */
export function statusAfter(
  status: StationStatus | undefined,
  answer: TrackOutAnswer,
): StationStatus | undefined {
  if (!status) return status;
  const { units, trackId, unit, panelNo, carrierNo, at, undoUntil } = answer;
  const failed = units.filter(({ result }) => result === "FAIL").length;
  const { today, counts } = status;
  return {
    ...status,
    lastTrackOut: {
      trackId,
      sn: unit.sn,
      panelNo: units.length > 1 && carrierNo === null ? panelNo : null,
      carrierNo,
      result: failed > 0 ? "FAIL" : "PASS",
      at,
      undoUntil,
    },
    today: { ...today, pass: today.pass + units.length - failed, fail: today.fail + failed },
    counts: { ...counts, inStation: Math.max(0, counts.inStation - units.length) },
  };
}
