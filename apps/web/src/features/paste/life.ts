import {
  endedPasteStates,
  type PasteAction,
  type PasteActionRow,
  type PasteBottleAnswer,
  type PasteBottleRow,
  type PastePolicy,
  type PasteState,
  pasteActions,
  type UsableLimit,
} from "@lineside/domain/solder-paste";
import type { Tone } from "~/ui/status.ts";

const MINUTE = 60_000;
const DAY = 86_400_000;

/** A time of a bottle that counts down: to being warm enough, or to the end of its life. */
export interface LifeClock {
  kind: "WARM_UP" | UsableLimit;
  endsAt: string;
  leftMs: number;
  /** What is left of the whole, 1 to 0. */
  share: number;
  tone: Tone;
}

export const isEnded = (state: PasteState) => endedPasteStates.includes(state);

/** Not to be used any more, whatever its state says. */
export const isDead = (bottle: PasteBottleRow) =>
  bottle.state === "EXPIRED" || (bottle.blockedCode !== null && !isEnded(bottle.state));

/** Why it must not be used any more, as the server says it of the step that would use it. */
export function deathOf({ bottle, actions }: Pick<PasteBottleAnswer, "bottle" | "actions">) {
  if (!isDead(bottle)) return null;
  const { bottleNo, blockedCode, usableUntil } = bottle;
  const refusal = actions.find(({ action }) => action === "OPEN")?.refusal;
  return refusal ?? { code: blockedCode ?? "PASTE_EXPIRED", context: { bottleNo, usableUntil } };
}

/** What counts down for the bottle, the nearest to act on first. */
export function clocksOf(
  bottle: PasteBottleRow,
  policy: PastePolicy | undefined,
  now: number,
): LifeClock[] {
  return [warmUpOf(bottle, policy, now), lifeOf(bottle, policy, now)].filter(
    (clock) => clock !== null,
  );
}

function warmUpOf(
  bottle: PasteBottleRow,
  policy: PastePolicy | undefined,
  now: number,
): LifeClock | null {
  if (!bottle.readyAt || isEnded(bottle.state)) return null;
  const leftMs = Date.parse(bottle.readyAt) - now;
  if (leftMs <= 0) return null;
  const began = bottle.thawStartedAt ? Date.parse(bottle.thawStartedAt) : null;
  const wholeMs = began
    ? Date.parse(bottle.readyAt) - began
    : (policy?.thawMinMinutes ?? 0) * MINUTE;
  return { kind: "WARM_UP", endsAt: bottle.readyAt, ...rest(leftMs, wholeMs), tone: "wait" };
}

/** The limit that ends its life first if nobody touches it. */
export function lifeOf(
  bottle: PasteBottleRow,
  policy: PastePolicy | undefined,
  now: number,
): LifeClock | null {
  if (isEnded(bottle.state)) return null;
  const endsAt = bottle.usableUntil ?? bottle.expiresAt;
  const kind = bottle.usableUntil ? (bottle.usableLimit ?? "SHELF_LIFE") : "SHELF_LIFE";
  const leftMs = Date.parse(endsAt) - now;
  const isWarned = bottle.warnAt !== null && Date.parse(bottle.warnAt) <= now;
  const tone = leftMs <= 0 || isDead(bottle) ? "bad" : isWarned ? "warn" : "ok";
  return { kind, endsAt, ...rest(leftMs, wholeOf(kind, bottle, policy)), tone };
}

function wholeOf(
  kind: UsableLimit,
  bottle: PasteBottleRow,
  policy: PastePolicy | undefined,
): number {
  const minutes: Record<UsableLimit, number | null | undefined> = {
    SHELF_LIFE: null,
    OUT_OF_COLD: policy?.outOfColdMaxMinutes,
    OPEN_LIFE: policy?.openLifeMinutes,
    STENCIL_LIFE: policy?.stencilLifeMinutes,
  };
  const limit = minutes[kind];
  if (typeof limit === "number") return limit * MINUTE;
  // From receipt to the date on the label; a label in the past leaves nothing.
  return Math.max(DAY, Date.parse(bottle.expiresAt) - Date.parse(bottle.receivedAt));
}

const rest = (leftMs: number, wholeMs: number) => ({
  leftMs: Math.max(0, leftMs),
  share: wholeMs > 0 ? Math.min(1, Math.max(0, leftMs / wholeMs)) : 0,
});

/** What expires first comes first; what never expires from here comes last. */
export function byLife(a: PasteBottleRow, b: PasteBottleRow): number {
  return endOf(a) - endOf(b) || a.bottleNo.localeCompare(b.bottleNo);
}

const endOf = (bottle: PasteBottleRow) =>
  isDead(bottle) ? 0 : Date.parse(bottle.usableUntil ?? bottle.expiresAt);

const usual: Record<PasteState, readonly PasteAction[]> = {
  RECEIVED: ["STORE", "READY"],
  IN_FRIDGE: ["TAKE_OUT"],
  // Time alone brings it on.
  THAWING: [],
  READY: ["STIR", "OPEN"],
  STIRRED: ["OPEN"],
  OPEN: ["BIND"],
  RETURNED: ["TAKE_OUT", "OPEN"],
  EMPTY: [],
  SCRAPPED: [],
  EXPIRED: ["SCRAP"],
};

export interface Choices {
  /** The usual next step, when it is open. */
  next: PasteAction | null;
  /** All that is open now: the usual one first, scrapping last. */
  open: PasteActionRow[];
  /** What is not, although the state leads there: only time, a rule or a person is missing. */
  closed: ClosedChoice[];
}

export interface ClosedChoice {
  actions: PasteAction[];
  refusal: NonNullable<PasteActionRow["refusal"]>;
  from: string | null;
}

/** What to offer for a bottle, in the order a hand looks for it. */
export function choicesOf(bottle: PasteBottleRow, actions: readonly PasteActionRow[]): Choices {
  const allowed = actions.filter((row) => row.allowed).map(({ action }) => action);
  const wanted: readonly PasteAction[] = isDead(bottle) ? ["SCRAP"] : usual[bottle.state];
  const next = wanted.find((action) => allowed.includes(action)) ?? null;
  const rank = ({ action }: PasteActionRow) =>
    action === next ? -1 : action === "SCRAP" ? 99 : pasteActions.indexOf(action);
  const open = actions.filter((row) => row.allowed).toSorted((a, b) => rank(a) - rank(b));
  const closed = actions
    .filter((row) => !row.allowed && isWorthSaying(row, bottle))
    .toSorted((a, b) => rank(a) - rank(b));
  return { next, open, closed: together(closed) };
}

/** Steps that wait for the same thing are said once. */
function together(rows: PasteActionRow[]): ClosedChoice[] {
  const found: ClosedChoice[] = [];
  for (const { action, refusal, from } of rows) {
    if (!refusal) continue;
    const same = found.find((each) => each.refusal.code === refusal.code && each.from === from);
    if (same && refusal.code !== "PASTE_FIFO_VIOLATION") same.actions.push(action);
    else found.push({ actions: [action], refusal, from });
  }
  return found;
}

/** Not from this state, not for this type, already so: nothing a person could act on. */
const idle = [
  "PASTE_STATE_INVALID",
  "PASTE_NOT_BOUND",
  "PASTE_ALREADY_BOUND",
  "PASTE_STEP_NOT_FOR_TYPE",
  "PASTE_STIR_FORBIDDEN",
];

function isWorthSaying({ action, refusal, from }: PasteActionRow, bottle: PasteBottleRow): boolean {
  // Being warm enough is nobody's step, and a bottle whose life is over has only one way.
  if ((action === "READY" && bottle.state === "THAWING") || isDead(bottle)) return false;
  return from !== null || !idle.includes(refusal?.code ?? "");
}

/** When the answer of the server will read differently: something opens, closes or ends by time. */
export function nextTurn(
  bottle: PasteBottleRow,
  actions: readonly PasteActionRow[],
  now: number,
): number | null {
  const turns = [
    bottle.readyAt,
    bottle.warnAt,
    bottle.usableUntil,
    ...actions.flatMap(({ from, until }) => [from, until]),
  ]
    .map((at) => (at === null ? Number.NaN : Date.parse(at)))
    .filter((at) => at > now);
  return turns.length > 0 ? Math.min(...turns) : null;
}
