import { checkCaptures } from "./captures.ts";
import type { Defect, Draft, Hand, Loop, Move, Target, TrackOutAsk } from "./loop-types.ts";

export const emptyDraft: Draft = { values: {}, marks: {} };
export const draftOf = (loop: Loop): Draft =>
  (loop.hand && loop.drafts[loop.hand.key]) ?? emptyDraft;

/** Boards that are no longer there: crossed out on the panel (x-out). */
export const isGone = (state: string) => state === "SCRAPPED" || state === "VOIDED";

/** PASS for what is in hand; the marked boards of a panel or carrier fail in the same request. */
export function pass(loop: Loop): Move {
  const { hand, mode } = loop;
  if (!hand || loop.busy !== null || mode.at !== "IN_HAND") return stay(loop);
  const draft = draftOf(loop);
  const { captures, problems } = checkCaptures(hand.items, draft.values);
  const live = hand.boards.filter((board) => !isGone(board.state));
  const failed = live.filter((board) => draft.marks[board.sn]);
  const isAllFailed = hand.kind !== "UNIT" && failed.length === live.length;
  if (problems.length > 0 && !isAllFailed)
    return refuseQuietly({ ...loop, verdict: null, mode: { at: "IN_HAND", problems } });
  const units = failed.map((board) => {
    const defect = defectBody(draft.marks[board.sn]);
    return { sn: board.sn, result: "FAIL" as const, ...(defect && { defect }) };
  });
  return sendOut(loop, hand, {
    result: isAllFailed ? "FAIL" : "PASS",
    ...(captures.length > 0 && { captures }),
    ...(units.length > 0 && { units }),
  });
}

export function openDefect(loop: Loop, sn: string | null): Move {
  if (!loop.hand || loop.busy !== null) return stay(loop);
  return stay({ ...loop, verdict: null, mode: { at: "DEFECT", sn, code: null } });
}

/** The defect of one marked board is kept until all are sent; otherwise the FAIL goes out now. */
export function giveDefect(loop: Loop, defect: Defect): Move {
  const { hand, mode } = loop;
  if (!hand || mode.at !== "DEFECT") return stay(loop);
  const draft = draftOf(loop);
  if (mode.sn !== null) {
    const marks = { ...draft.marks, [mode.sn]: defect };
    return stay(withDraft({ ...loop, mode: { at: "IN_HAND", problems: [] } }, { ...draft, marks }));
  }
  const { captures } = checkCaptures(hand.items, draft.values);
  const body = defectBody(defect);
  return sendOut(loop, hand, {
    result: "FAIL",
    ...(body && { defect: body }),
    ...(captures.length > 0 && { captures }),
  });
}

function defectBody(defect: Defect | undefined) {
  return defect?.code ? { ...defect, code: defect.code } : null;
}

export function mark(
  loop: Loop,
  isMeant: (board: Hand["boards"][number], at: number) => boolean,
): Move {
  const { hand, mode } = loop;
  const board = hand?.boards.find(isMeant);
  if (!hand || hand.kind === "UNIT" || !board || mode.at !== "IN_HAND") return stay(loop);
  if (isGone(board.state)) return refuseQuietly(loop);
  const draft = draftOf(loop);
  if (!draft.marks[board.sn]) return openDefect(loop, board.sn);
  const { [board.sn]: _taken, ...marks } = draft.marks;
  return stay(withDraft(loop, { ...draft, marks }));
}

export function typed(loop: Loop, { code, value }: { code: string; value: string }): Move {
  const draft = draftOf(loop);
  const next = withDraft(loop, { ...draft, values: { ...draft.values, [code]: value } });
  if (next.mode.at !== "IN_HAND") return stay(next);
  const problems = next.mode.problems.filter((problem) => problem.code !== code);
  return stay({ ...next, mode: { at: "IN_HAND", problems } });
}

function withDraft(loop: Loop, draft: Draft): Loop {
  return loop.hand ? { ...loop, drafts: { ...loop.drafts, [loop.hand.key]: draft } } : loop;
}

function sendOut(
  loop: Loop,
  hand: Hand,
  out: Omit<TrackOutAsk["body"], "sn" | "panelNo" | "carrierNo"> & { result: "PASS" | "FAIL" },
): Move {
  const body = { ...targetOf(hand), ...out } as TrackOutAsk["body"];
  return send(loop, { do: "TRACK_OUT", key: hand.key, body }, hand.key);
}

export function send(loop: Loop, effect: Move["effects"][number], busy: string): Move {
  return { loop: { ...loop, verdict: null, busy }, effects: [effect] };
}

export function targetOf({ kind, key }: Pick<Hand, "kind" | "key">): Target {
  if (kind === "UNIT") return { sn: key };
  return kind === "PANEL" ? { panelNo: key } : { carrierNo: key };
}

export const stay = (loop: Loop): Move => ({ loop, effects: [] });
export const refuseQuietly = (loop: Loop): Move => ({
  loop,
  effects: [{ do: "SOUND", sound: "refused" }],
});
