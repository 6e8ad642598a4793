import type { Instant, Refusal } from "../kernel/index.ts";
import type { FridgeFacts, PasteBottle, PasteSurroundings, PasteType } from "./facts.ts";
import type { PasteAction } from "./kinds.ts";
import { lifeOver, stateAt, thawedAt } from "./life.ts";
import { type PasteEventName, type PasteState, pasteStates } from "./states.ts";

export interface Asking {
  readonly bottle: PasteBottle;
  readonly type: PasteType;
  readonly now: Instant;
  readonly around: PasteSurroundings;
}

/** The event of the state table behind an action; binding leaves the state as it is. */
export const eventOf: Record<Exclude<PasteAction, "BIND" | "UNBIND">, PasteEventName> = {
  STORE: "store",
  TAKE_OUT: "takeOut",
  READY: "ready",
  STIR: "stir",
  OPEN: "open",
  RETURN: "return",
  EMPTY: "empty",
  SCRAP: "scrap",
};

/**
 * Why a step is not allowed now, first what has to be put right first: ended, life over, state, the
 * type's policy, the thaw, the stirring. The order of use comes last and is the only one a person
 * with paste:override may pass by. null: allowed.
 */
export function refusalOf(action: PasteAction, asking: Asking): Refusal | null {
  const { bottle, type, now } = asking;
  if (action === "UNBIND")
    return asking.around.boundLineCode === null ? told("PASTE_NOT_BOUND", asking) : null;
  const state = stateAt(bottle, type.policy, now);
  if (action === "SCRAP") return byTable(action, state, asking);
  if (state === "EXPIRED") return lifeOver(bottle, now) ?? told("PASTE_EXPIRED", asking);
  return (
    thawing(action, state, asking) ??
    byTable(action, state, asking) ??
    byPolicy(action, state, asking) ??
    stirring(action, state, asking)
  );
}

/** The order of use: names the bottle to take instead. */
export function orderRefusal(action: PasteAction, { bottle, around }: Asking): Refusal | null {
  if (around.takeFirst === null) return null;
  const context = { action, bottleNo: bottle.bottleNo, takeFirst: around.takeFirst };
  return { code: "PASTE_FIFO_VIOLATION", context };
}

/** A fridge a type's bottles may go into: on duty, and within the maker's storage range. */
export function fridgeRefusal(fridge: FridgeFacts | null, { policy }: PasteType): Refusal | null {
  if (!fridge) return { code: "PASTE_FRIDGE_REQUIRED", context: {} };
  if (!fridge.isActive) return { code: "FRIDGE_INACTIVE", context: { fridgeCode: fridge.code } };
  const { storageMinC, storageMaxC } = policy;
  if (fridge.minC >= storageMinC && fridge.maxC <= storageMaxC) return null;
  const { code: fridgeCode, minC, maxC } = fridge;
  const context = { fridgeCode, minC, maxC, storageMinC, storageMaxC };
  return { code: "PASTE_FRIDGE_UNSUITABLE", context };
}

/**
 * Paste that is on a stencil may be joined by other paste only by policy: never, of the same lot, or
 * of the same type. Unbinding the bottle on the line says that its stencil was cleaned.
 */
export function mixingRefusal(
  bottle: Pick<PasteBottle, "bottleNo" | "lotNo">,
  type: PasteType,
  onLine: { bottleNo: string; lotNo: string; typeCode: string; isOpen: boolean } | null,
): Refusal | null {
  if (!onLine?.isOpen) return null;
  const { mixing } = type.policy;
  const isSameLot = onLine.lotNo === bottle.lotNo;
  const isAllowed =
    onLine.typeCode === type.code && (mixing === "ALLOWED" || (mixing === "SAME_LOT" && isSameLot));
  if (isAllowed) return null;
  const context = { bottleNo: bottle.bottleNo, onLine: onLine.bottleNo, mixing };
  return { code: "PASTE_MIXING_FORBIDDEN", context };
}

const needsWarmth: readonly PasteAction[] = ["READY", "STIR", "OPEN", "BIND"];

function thawing(action: PasteAction, state: PasteState, asking: Asking): Refusal | null {
  if (!needsWarmth.includes(action)) return null;
  const { bottle, type, now } = asking;
  const isReturned = state === "RETURNED" && action === "OPEN";
  if (state !== "THAWING" && !isReturned) return null;
  const readyAt = thawedAt(bottle, type.policy);
  const isCold = isReturned && bottle.fridgeId !== null;
  if (!isCold && (readyAt === null || readyAt <= now)) return null;
  const { thawMinMinutes } = type.policy;
  return told("PASTE_THAW_TOO_SHORT", asking, { readyAt: isCold ? null : readyAt, thawMinMinutes });
}

const bindable: readonly PasteState[] = ["READY", "STIRRED", "OPEN"];

function byTable(action: PasteAction, state: PasteState, asking: Asking): Refusal | null {
  const event = action === "BIND" || action === "UNBIND" ? null : eventOf[action];
  // A thaw that is long enough may be confirmed by a scan as well as by the job.
  const from = action === "READY" ? asking.bottle.state : state;
  const isAllowed = event === null ? bindable.includes(state) : pasteStates.can(from, event);
  // Only a chilled jar is taken out; one returned to the shelf is just opened again.
  const isOnShelf =
    action === "TAKE_OUT" && state === "RETURNED" && asking.bottle.fridgeId === null;
  if (isAllowed && !isOnShelf) return null;
  return told("PASTE_STATE_INVALID", asking, { state, event: event ?? "bind" });
}

function byPolicy(action: PasteAction, state: PasteState, asking: Asking): Refusal | null {
  const { policy } = asking.type;
  const { bottle } = asking;
  const notForType = () => told("PASTE_STEP_NOT_FOR_TYPE", asking, { action });
  if (!policy.needsFridge && (action === "STORE" || action === "TAKE_OUT")) return notForType();
  if (policy.needsFridge && action === "READY" && state === "RECEIVED") return notForType();
  if (action === "STIR" && policy.stir.need === "NONE") return told("PASTE_STIR_FORBIDDEN", asking);
  if (action === "STORE" && state !== "RECEIVED") {
    if (!policy.rechillUnopened) return told("PASTE_RECHILL_FORBIDDEN", asking);
    const { thawCyclesMax } = policy;
    if (bottle.thawCycles >= thawCyclesMax)
      return told("PASTE_THAW_CYCLES_EXCEEDED", asking, {
        thawCycles: bottle.thawCycles,
        thawCyclesMax,
      });
  }
  return null;
}

function stirring(action: PasteAction, state: PasteState, asking: Asking): Refusal | null {
  if (action !== "OPEN" && action !== "BIND") return null;
  if (state !== "READY" || asking.type.policy.stir.need !== "REQUIRED") return null;
  return told("PASTE_NOT_STIRRED", asking, { minSeconds: asking.type.policy.stir.minSeconds });
}

function told(code: string, { bottle }: Asking, more: Record<string, unknown> = {}): Refusal {
  return { code, context: { bottleNo: bottle.bottleNo, ...more } };
}
