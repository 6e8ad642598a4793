import { doubleReadMs } from "~/lib/scan-pace.ts";
import {
  answered,
  keptAway,
  refusedBy,
  resolved,
  show,
  trackedIn,
  trackedOut,
  undone,
  unreached,
} from "./loop-answers.ts";
import {
  giveDefect,
  mark,
  openDefect,
  pass,
  refuseQuietly,
  send,
  stay,
  targetOf,
  typed,
} from "./loop-hand.ts";
import type { Hand, Here, Known, Loop, LoopInput, Move } from "./loop-types.ts";

/** Some scanners end with CR and LF: the second one must not pass the board just scanned. */
export const doubleEnterMs = 300;

export const emptyLoop: Loop = {
  mode: { at: "READY" },
  hand: null,
  drafts: {},
  sentKey: null,
  verdict: null,
  verdictCount: 0,
  busy: null,
  pending: [],
  lastRead: null,
  isDoubleRead: false,
  chosenRun: null,
};

const commands: Record<string, "PASS" | "FAIL" | "UNDO" | "CANCEL"> = {
  PASS: "PASS",
  FAIL: "FAIL",
  UNDO: "UNDO",
  CANCEL: "CANCEL",
};

export const isCommand = (text: string) => text.toUpperCase() in commands;

/** The station page as a table: what a scan, a key or an answer does in each state. No I/O, no clock. */
export function step(loop: Loop, input: LoopInput, here: Here): Move {
  const move = moved(loop, input, here);
  const [next, ...later] = move.loop.pending;
  if (move.loop.busy !== null || next === undefined) return move;
  // Scans heard while the last one was on its way are worked off in order.
  const following = act({ ...move.loop, pending: later }, next, here);
  return { loop: following.loop, effects: [...move.effects, ...following.effects] };
}

function moved(loop: Loop, input: LoopInput, here: Here): Move {
  switch (input.type) {
    case "SCANNED":
      return scanned(loop, input, here);
    case "PASS":
      return isEchoOfScan(loop, input.atMs) || loop.verdict?.kind === "REFUSED"
        ? stay(loop)
        : pass(loop);
    case "FAIL":
      return isAboutAnother(loop) ? stay(loop) : openDefect(loop, null);
    case "CANCEL":
      return cancel(loop);
    case "UNDO":
      return undo(loop, here);
    case "TYPED":
      return typed(loop, input);
    case "MARKED":
      return mark(loop, (board, at) => (board.position ?? at + 1) === input.position);
    case "DEFECT_CHOSEN":
      return loop.mode.at === "DEFECT"
        ? stay({ ...loop, mode: { ...loop.mode, code: input.code } })
        : stay(loop);
    case "DEFECT_GIVEN":
      return giveDefect(loop, input.defect);
    case "RUN_CHOSEN":
      return chooseRun(loop, input.runNo);
    case "PIN_GIVEN":
      return loop.mode.at === "PIN"
        ? send(loop, { do: "BADGE", badge: loop.mode.badge, pin: input.pin }, loop.mode.badge)
        : stay(loop);
    case "FADED":
      return stay(loop.verdict?.no === input.no ? { ...loop, verdict: null } : loop);
    case "RESOLVED":
      return resolved(loop, input.answer, here);
    case "TRACKED_IN":
      return trackedIn(loop, input.answer);
    case "TRACKED_OUT":
      return trackedOut(loop, input.answer);
    case "UNDONE":
      return undone(loop, input.answer);
    case "OPERATOR_ON":
      return show(answered({ ...loop, mode: resting(loop) }), {
        kind: "OPERATOR",
        name: input.name,
      });
    case "REFUSED":
      return refusedBy(loop, input, here);
    case "KEPT":
      return keptAway(loop, input.ask, here);
    case "UNREACHED":
      return unreached(answered(loop), input.scan, here);
  }
}

function scanned(loop: Loop, { text, atMs }: { text: string; atMs: number }, here: Here): Move {
  const isHeldTrigger = loop.lastRead?.text === text && atMs - loop.lastRead.atMs < doubleReadMs;
  // Impatience with a slow answer is no second scan either.
  const isTwice = isHeldTrigger || loop.busy === text || loop.pending.at(-1) === text;
  const read = { ...loop, lastRead: { text, atMs }, isDoubleRead: isTwice };
  if (isTwice) return stay(read);
  if (loop.busy !== null) return stay({ ...read, pending: [...loop.pending, text] });
  return act(read, text, here);
}

/** What a scan does, by what is in hand and what is known of the code. */
function act(before: Loop, text: string, here: Here): Move {
  const loop = { ...before, verdict: null };
  const { mode, hand } = loop;
  const command = commands[text.toUpperCase()];
  if (command === "PASS") return pass(loop);
  if (command === "FAIL") return openDefect(loop, null);
  if (command === "UNDO") return undo(loop, here);
  if (command === "CANCEL") return cancel(loop);
  if (mode.at === "DEFECT" && here.defectCodes.includes(text))
    return stay({ ...loop, mode: { ...mode, code: text } });
  if (mode.at === "RUN" && mode.runs.includes(text)) return chooseRun(loop, text);
  if (here.firstScanRuns.includes(text))
    return show({ ...loop, chosenRun: text }, { kind: "RUN", runNo: text });
  // Which board is meant is known; that it passed is not said by scanning it in the middle of a FAIL.
  if (hand?.key === text) return mode.at === "DEFECT" ? refuseQuietly(loop) : pass(loop);
  if (hand && hand.kind !== "UNIT" && hand.boards.some((board) => board.sn === text))
    return mark(loop, (board) => board.sn === text);
  return actOn(loop, here.find(text), { text, here });
}

function actOn(
  loop: Loop,
  known: Known | null,
  { text, here }: { text: string; here: Here },
): Move {
  if (known?.where === "WAITING")
    return send(loop, { do: "TRACK_IN", key: known.key, body: targetOf(known) }, text);
  if (known?.items) return stay(takeInHand(loop, { ...known, items: known.items }));
  if (here.isKeeping) return unreached(loop, text, here);
  return send(loop, { do: "RESOLVE", scan: text }, text);
}

function takeInHand(loop: Loop, { kind, key, boards, step, items }: Hand): Loop {
  return {
    ...loop,
    hand: { kind, key, boards, step, items },
    mode: { at: "IN_HAND", problems: [] },
  };
}

function chooseRun(loop: Loop, runNo: string): Move {
  const { mode } = loop;
  if (mode.at !== "RUN") return stay({ ...loop, chosenRun: runNo });
  const body = { sn: mode.scan, runNo };
  const next = { ...loop, chosenRun: runNo, mode: resting(loop) };
  return send(next, { do: "TRACK_IN", key: mode.scan, body }, mode.scan);
}

function undo(loop: Loop, here: Here): Move {
  if (loop.busy !== null) return stay(loop);
  if (here.undoTrackId === null) return refuseQuietly(loop);
  if (here.isKeeping)
    return refusedBy(
      loop,
      { refusal: { code: "OFFLINE_NO_UNDO", context: {}, resolvedBy: null }, scan: "" },
      here,
    );
  return send(loop, { do: "UNDO", trackId: here.undoTrackId }, here.undoTrackId);
}

/** Esc goes back one step at a time; a board put away stays in the station. */
function cancel(loop: Loop): Move {
  const { mode, hand, verdict } = loop;
  if (verdict?.stays) return stay({ ...loop, verdict: null });
  if (mode.at === "IN_HAND")
    return stay({ ...loop, verdict: null, hand: null, mode: { at: "READY" } });
  return stay({ ...loop, mode: hand ? { at: "IN_HAND", problems: [] } : { at: "READY" } });
}

/** The screen shows why another board was refused: F2 must not fail the one behind it. */
const isAboutAnother = ({ verdict, hand }: Loop) =>
  verdict?.kind === "REFUSED" && verdict.scan !== hand?.key;

const isEchoOfScan = (loop: Loop, atMs: number) =>
  loop.lastRead !== null && atMs - loop.lastRead.atMs < doubleEnterMs;

const resting = (loop: Loop): Loop["mode"] =>
  loop.hand ? { at: "IN_HAND", problems: [] } : { at: "READY" };
