import type {
  RefusalNotice,
  ScanAnswer,
  TrackInAnswer,
  TrackOutAnswer,
  UndoAnswer,
  UnitCard,
} from "@lineside/domain/execution";
import { boardOf } from "./board.ts";
import { targetOf } from "./loop-hand.ts";
import type {
  Board,
  Effect,
  Hand,
  HandKind,
  Here,
  Loop,
  Move,
  TrackInAsk,
  TrackOutAsk,
  Verdict,
} from "./loop-types.ts";

type Shown = Verdict extends infer V
  ? V extends Verdict
    ? Omit<V, "no" | "stays">
    : never
  : never;

/** A green screen goes by itself; what has to be read stays until the next scan. */
const fadeMs = { quick: 1100, slow: 1700 };

export function show(loop: Loop, shown: Shown): Move {
  const no = loop.verdictCount + 1;
  const stays = hasToBeRead(shown);
  const verdict = { ...shown, no, stays } as Verdict;
  const effects: Effect[] = [{ do: "SOUND", sound: soundOf(shown) }];
  const isSlow = shown.kind === "KEPT" || (shown.kind === "OUT" && shown.answer.result === "FAIL");
  if (!stays) effects.push({ do: "FADE", no, afterMs: isSlow ? fadeMs.slow : fadeMs.quick });
  return { loop: { ...loop, verdict, verdictCount: no, isDoubleRead: false }, effects };
}

function hasToBeRead(shown: Shown): boolean {
  if (shown.kind === "REFUSED") return true;
  if (shown.kind !== "OUT") return false;
  return shown.answer.units.some((unit) => unit.alarm || unit.isForcedFail || isHeld(unit));
}

const isHeld = (unit: { unit: { state: string } }) => unit.unit.state === "ON_HOLD";

function soundOf(shown: Shown): "ok" | "refused" | "alarm" {
  if (shown.kind === "REFUSED") return "refused";
  return hasToBeRead(shown) ? "alarm" : "ok";
}

export const answered = (loop: Loop): Loop => ({ ...loop, busy: null });

/** What the scan meant decides what is asked next, if anything. */
export function resolved(before: Loop, answer: ScanAnswer, here: Here): Move {
  const loop = answered(before);
  const { kind, scan } = answer;
  const key = answer.key ?? scan;
  if (kind === "BADGE") return ask(loop, { do: "BADGE", badge: scan }, scan);
  if (kind === "RUN" || kind === "ORDER")
    return refuse(loop, { code: `LABEL_IS_${kind}`, context: { key } }, scan);
  if (kind === "UNKNOWN") return newBoard(loop, answer, here);
  if (answer.action === "TRACK_IN")
    return ask(loop, { do: "TRACK_IN", key, body: targetOf({ kind, key }) }, scan);
  if (answer.action === "TRACK_OUT")
    return {
      loop: inHand(loop, {
        kind,
        key,
        boards: answer.units.map((unit) => boardOf(unit, kind)),
        step: answer.units.find((unit) => unit.state === "IN_STATION")?.step ?? null,
        items: answer.captureItems,
      }),
      effects: [],
    };
  return refuse(
    loop,
    answer.refusal ?? { code: "UNIT_STATE_INVALID", context: { sn: scan } },
    scan,
  );
}

/** A code nobody knows may be a board at its first scan; with several runs a person has to say which. */
function newBoard(loop: Loop, { scan, createsIn, refusal }: ScanAnswer, here: Here): Move {
  if (createsIn !== null) return ask(loop, { do: "TRACK_IN", key: scan, body: { sn: scan } }, scan);
  const runs = here.firstScanRuns;
  if (runs.length === 0)
    return refuse(loop, refusal ?? { code: "UNIT_NOT_FOUND", context: { sn: scan } }, scan);
  const chosen = loop.chosenRun !== null && runs.includes(loop.chosenRun) ? loop.chosenRun : null;
  if (chosen === null) return { loop: { ...loop, mode: { at: "RUN", scan, runs } }, effects: [] };
  const body = { sn: scan, runNo: chosen };
  return ask(loop, { do: "TRACK_IN", key: scan, body }, scan);
}

export function trackedIn(loop: Loop, answer: TrackInAnswer): Move {
  const scan = loop.busy ?? answer.unit.sn;
  const isUnit = answer.units.some(({ unit }) => unit.sn === scan);
  const together = togetherOf(answer);
  const kind = isUnit ? "UNIT" : together.kind;
  const hand: Hand = {
    kind,
    key: isUnit ? scan : (together.key ?? scan),
    boards: boardsOf(answer, kind),
    step: answer.unit.step,
    items: answer.captureItems,
  };
  // What was typed at an earlier visit is not true of this one.
  const drafts = without(loop.drafts, hand.key);
  return show(inHand({ ...answered(loop), drafts }, hand), { kind: "IN", answer });
}

/** What the boards of an answer moved on. */
function togetherOf({ carrierNo, unit }: { carrierNo?: string | null; unit: UnitCard }) {
  const kind: HandKind = carrierNo ? "CARRIER" : "PANEL";
  return { kind, key: carrierNo ?? unit.panelNo };
}

function boardsOf({ units, skipped }: TrackInAnswer, kind: HandKind): Board[] {
  const { runNo, productCode } = units[0]!.unit;
  const gone = skipped.map((board) => ({
    ...boardOf(board, kind),
    step: null,
    runNo,
    productCode,
  }));
  return [...units.map(({ unit }) => boardOf(unit, kind)), ...gone].toSorted(
    (a, b) => (a.position ?? 0) - (b.position ?? 0),
  );
}

export function trackedOut(loop: Loop, answer: TrackOutAnswer): Move {
  return show(putAway(answered(loop)), { kind: "OUT", answer });
}

/** Out of the hand; what was typed is kept until the next one, for an undo. */
function putAway(loop: Loop): Loop {
  const key = loop.hand?.key ?? null;
  const drafts = loop.sentKey === key ? loop.drafts : without(loop.drafts, loop.sentKey ?? "");
  return { ...loop, hand: null, mode: { at: "READY" }, drafts, sentKey: key };
}

function without(drafts: Loop["drafts"], key: string): Loop["drafts"] {
  const { [key]: _gone, ...others } = drafts;
  return others;
}

/** The board is back in this station: it goes on where it was. */
export function undone(loop: Loop, answer: UndoAnswer): Move {
  const together = togetherOf(answer);
  const isUnit = answer.units.length === 1 && !answer.carrierNo;
  const kind = isUnit ? "UNIT" : together.kind;
  const hand: Hand = {
    kind,
    key: isUnit ? answer.unit.sn : (together.key ?? answer.unit.sn),
    boards: answer.units.map(({ unit }) => boardOf(unit, kind)),
    step: answer.unit.step,
    items: answer.captureItems,
  };
  return show(inHand(answered(loop), hand), { kind: "UNDONE", answer });
}

interface Refused {
  refusal: { code: string; context: Record<string, unknown>; resolvedBy?: string | null };
  scan: string;
}

export function refusedBy(before: Loop, { refusal, scan }: Refused, here: Here): Move {
  const loop = answered(before);
  const { code, context } = refusal;
  if (code === "BADGE_PIN_REQUIRED" || code === "BADGE_PIN_WRONG")
    return {
      loop: { ...loop, mode: { at: "PIN", badge: scan, isWrong: code === "BADGE_PIN_WRONG" } },
      effects: [{ do: "SOUND", sound: code === "BADGE_PIN_WRONG" ? "refused" : "ok" }],
    };
  if (code === "RUN_CHOICE_REQUIRED" && Array.isArray(context.runs))
    return {
      loop: { ...loop, mode: { at: "RUN", scan, runs: context.runs.map(String) } },
      effects: [],
    };
  // Another terminal of this station took it in a moment ago: it is here, so it can be passed here.
  const isHere = code === "UNIT_ALREADY_IN_STATION" || code === "ACTIVE_TRACK_EXISTS";
  if (isHere && context.at === here.stationCode) return ask(loop, { do: "RESOLVE", scan }, scan);
  return refuse(
    hasLeft(code, loop, scan) ? { ...loop, hand: null, mode: { at: "READY" } } : loop,
    refusal,
    scan,
  );
}

/** The refused board is not in this station any more, or never was: there is nothing to go on with. */
const hasLeft = (code: string, loop: Loop, scan: string) =>
  loop.hand?.key === scan &&
  /^(TRACK_NOT_FOUND|UNIT_|PANEL_|CARRIER_|STEP_|STATION_MISMATCH)/.test(code);

function refuse(loop: Loop, refusal: Refused["refusal"], scan: string): Move {
  const notice: RefusalNotice = { ...refusal, resolvedBy: refusal.resolvedBy ?? null };
  return show(
    { ...loop, pending: [] },
    { kind: "REFUSED", refusal: notice, scan, dropped: loop.pending },
  );
}

/** Kept on this terminal: the operator goes on as if it had been said, with what is known here. */
export function keptAway(before: Loop, kept: TrackInAsk | TrackOutAsk, here: Here): Move {
  const loop = answered(before);
  if (kept.do === "TRACK_OUT") {
    return show(putAway(loop), { kind: "KEPT", key: kept.key, result: kept.body.result });
  }
  const known = here.find(kept.key);
  const next: Loop = known?.items
    ? inHand(loop, { ...known, items: known.items })
    : { ...loop, hand: null, mode: { at: "READY" } };
  return show(next, { kind: "KEPT", key: kept.key, result: "IN" });
}

/** Without the server only what surely is a board is kept; anything else is refused, not lost. */
export function unreached(loop: Loop, scan: string, here: Here): Move {
  const known = here.find(scan);
  if (known?.where === "IN_STATION")
    return refuse(loop, { code: "OFFLINE_VALUES_UNKNOWN", context: { sn: scan } }, scan);
  if (!here.looksLikeBoard(scan))
    return refuse(loop, { code: "OFFLINE_CODE_UNKNOWN", context: { code: scan } }, scan);
  const runNo = loop.chosenRun !== null ? { runNo: loop.chosenRun } : {};
  const body = { sn: scan, ...(here.firstScanRuns.length > 1 ? runNo : {}) };
  return ask(loop, { do: "TRACK_IN", key: scan, body }, scan);
}

function inHand(loop: Loop, { kind, key, boards, step, items }: Hand): Loop {
  return {
    ...loop,
    hand: { kind, key, boards, step, items },
    mode: { at: "IN_HAND", problems: [] },
  };
}

function ask(loop: Loop, effect: Effect, scan: string): Move {
  return { loop: { ...loop, busy: scan }, effects: [effect] };
}
