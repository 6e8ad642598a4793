import type { Instant } from "../kernel/index.ts";
import type { PasteBottle, PasteType } from "./facts.ts";
import type { PasteAction } from "./kinds.ts";
import { lifeOver, stateAt, thawedAt } from "./life.ts";

/** A bottle of the same type, and whether some line prints with it. */
export interface Candidate extends PasteBottle {
  readonly isBound: boolean;
}

/**
 * The bottle to use before this one, by number; null: this one is next. Opened jars go before
 * unopened ones, then the earliest expiry, then the earliest receipt, among the usable bottles that
 * could take the same step now. Customer rule: first in, first out by receipt and expiry (4.15).
 */
export function takeFirst(
  bottle: PasteBottle,
  others: readonly Candidate[],
  step: { action: PasteAction; type: PasteType; now: Instant },
): string | null {
  const couldTake = competes[step.action];
  if (!couldTake?.(bottle, step)) return null;
  const before = others.filter(
    (other) =>
      other.id !== bottle.id &&
      !other.isBound &&
      !lifeOver(other, step.now) &&
      couldTake(other, step) &&
      compare(other, bottle) < 0,
  );
  return before.sort(compare)[0]?.bottleNo ?? null;
}

type Step = { type: PasteType; now: Instant };

/** Steps with an order, and which bottles compete for them. */
const competes: Partial<Record<PasteAction, (bottle: PasteBottle, step: Step) => boolean>> = {
  TAKE_OUT: (bottle, { type }) =>
    bottle.state === "IN_FRIDGE" ||
    (bottle.state === "RECEIVED" && type.policy.needsFridge) ||
    (bottle.state === "RETURNED" && bottle.fridgeId !== null),
  READY: (bottle, { type }) => bottle.state === "RECEIVED" && !type.policy.needsFridge,
  OPEN: mayOpenSoon,
  BIND: mayOpenSoon,
};

/** Out of the cold, warm, and not in use: what an operator could reach for. */
function mayOpenSoon(bottle: PasteBottle, { type, now }: Step): boolean {
  const state = stateAt(bottle, type.policy, now);
  if (state === "RETURNED") {
    const readyAt = thawedAt(bottle, type.policy);
    return bottle.fridgeId === null && (readyAt === null || readyAt <= now);
  }
  // An open jar that came off a line and was not returned still goes before a new one.
  if (state === "OPEN") return bottle.stencilSince === null && bottle.stencilSeconds > 0;
  return state === "READY" || state === "STIRRED";
}

function compare(a: PasteBottle, b: PasteBottle): number {
  return (
    Number(a.openedAt === null) - Number(b.openedAt === null) ||
    byText(a.expiresAt, b.expiresAt) ||
    byText(a.receivedAt, b.receivedAt) ||
    byText(a.bottleNo, b.bottleNo)
  );
}

const byText = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
