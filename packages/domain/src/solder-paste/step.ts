import { type Instant, ok, type Refusal, type Result } from "../kernel/index.ts";
import type { FridgeFacts, PasteBottle, PasteType } from "./facts.ts";
import {
  type Asking,
  eventOf,
  fridgeRefusal,
  mixingRefusal,
  orderRefusal,
  refusalOf,
} from "./guards.ts";
import type { PasteAction, PasteStepAction } from "./kinds.ts";
import { overCodeOf, stateAt, stopped, withLife } from "./life.ts";
import { type PasteState, pasteStates } from "./states.ts";

export interface StepAsked extends Asking {
  readonly action: PasteStepAction;
  readonly fridge: FridgeFacts | null;
  readonly seconds: number | null;
  readonly reason: string | null;
  /** The person holds paste:override here. */
  readonly mayOverride: boolean;
}

export interface Stepped {
  readonly bottle: PasteBottle;
  /** The state it was in, as the clock had it. */
  readonly fromState: PasteState;
  /** It leaves the line it is bound to. */
  readonly unbinds: boolean;
  /** The bottle that was passed by with a reason. */
  readonly overrode: string | null;
}

const fail = (refusal: Refusal): Result<never> => ({ ok: false, refusal });

/** One scan of a bottle: what it becomes, or why not. Times are the server's, never back-filled. */
export function step(asked: StepAsked): Result<Stepped> {
  const { bottle, type, now, action } = asked;
  const refusal = refusalOf(action, asked) ?? inputRefusal(asked) ?? orderOf(action, asked);
  if (refusal) return fail(refusal);
  const fromState = action === "READY" ? bottle.state : stateAt(bottle, type.policy, now);
  const to = pasteStates.next(fromState, eventOf[action]);
  if (!to.ok) return to;
  const moved = { ...apply(asked, fromState), state: to.value, stateSince: now };
  return ok({
    bottle: withLife(moved, type),
    fromState,
    unbinds: asked.around.boundLineCode !== null && leaves.includes(action),
    overrode: asked.around.takeFirst,
  });
}

const leaves: readonly PasteStepAction[] = ["RETURN", "EMPTY", "SCRAP"];

function inputRefusal(asked: StepAsked): Refusal | null {
  const { action, bottle, type, fridge, seconds, reason } = asked;
  const { bottleNo } = bottle;
  if (action === "STORE") return fridgeRefusal(fridge, type);
  if (action === "RETURN" && fridge) {
    if (!type.policy.rechillOpened)
      return { code: "PASTE_RECHILL_FORBIDDEN", context: { bottleNo } };
    return fridgeRefusal(fridge, type);
  }
  const { minSeconds } = type.policy.stir;
  if (action === "STIR" && (seconds ?? 0) < minSeconds)
    return {
      code: "PASTE_STIR_TOO_SHORT",
      context: { bottleNo, seconds: seconds ?? 0, minSeconds },
    };
  if (action === "SCRAP" && !reason)
    return { code: "PASTE_REASON_REQUIRED", context: { bottleNo, action } };
  return null;
}

/** Passing by the bottle that is next takes a reason and the permission. */
function orderOf(
  action: PasteAction,
  asked: Asking & { reason: string | null; mayOverride: boolean },
): Refusal | null {
  return asked.reason && asked.mayOverride ? null : orderRefusal(action, asked);
}

function apply(asked: StepAsked, fromState: PasteState): PasteBottle {
  const { action, bottle, type, now, fridge, around } = asked;
  switch (action) {
    case "STORE":
      return {
        ...stopped(bottle, ["out"], now),
        fridgeId: fridge?.id ?? null,
        thawStartedAt: null,
        stirredAt: null,
        thawCycles: bottle.thawCycles + (fromState === "RECEIVED" ? 0 : 1),
      };
    case "TAKE_OUT":
      return { ...bottle, ...warming(bottle, now), fridgeId: null, thawStartedAt: now };
    case "READY":
      return bottle;
    case "STIR":
      return { ...bottle, stirredAt: now };
    case "OPEN":
      return {
        ...stopped(bottle, ["out"], now),
        openedAt: bottle.openedAt ?? now,
        exposedSince: bottle.exposedSince ?? now,
        stencilSince: around.boundLineCode === null ? null : now,
      };
    case "RETURN":
      return {
        ...stopped(bottle, isPaused(type, fridge) ? ["exposure", "stencil"] : ["stencil"], now),
        fridgeId: fridge?.id ?? null,
        thawStartedAt: null,
      };
    case "EMPTY":
    case "SCRAP":
      return { ...stopped(bottle, ["out", "exposure", "stencil"], now), fridgeId: null };
  }
}

/** An opened jar is exposed again as soon as it leaves the cold, an unopened one is out of it. */
function warming(bottle: PasteBottle, now: Instant): Partial<PasteBottle> {
  if (bottle.openedAt !== null) return { exposedSince: bottle.exposedSince ?? now };
  return { outSince: bottle.outSince ?? now };
}

const isPaused = (type: PasteType, fridge: FridgeFacts | null) =>
  fridge !== null && type.policy.pausesWhenChilled;

/** A bottle comes to a line: usable, warm, stirred, its turn, and free to join what is there. */
export function bind(
  asked: Asking & {
    lineCode: string;
    onLine: { bottleNo: string; lotNo: string; typeCode: string; isOpen: boolean } | null;
    reason: string | null;
    mayOverride: boolean;
  },
): Result<{ bottle: PasteBottle; overrode: string | null }> {
  const { bottle, type, now, around, lineCode } = asked;
  const { bottleNo } = bottle;
  if (around.boundLineCode === lineCode)
    return fail({ code: "PASTE_ALREADY_BOUND", context: { bottleNo, lineCode } });
  if (around.boundLineCode !== null)
    return fail({
      code: "PASTE_BOUND_ELSEWHERE",
      context: { bottleNo, lineCode: around.boundLineCode },
    });
  const refusal =
    refusalOf("BIND", asked) ?? mixingRefusal(bottle, type, asked.onLine) ?? orderOf("BIND", asked);
  if (refusal) return fail(refusal);
  const isOpen = bottle.state === "OPEN";
  const state = stateAt(bottle, type.policy, now);
  const settled = state === bottle.state ? bottle : { ...bottle, state, stateSince: now };
  const bound = isOpen ? { ...settled, stencilSince: now } : settled;
  return ok({ bottle: withLife(bound, type), overrode: around.takeFirst });
}

/** It leaves the line; what is on the stencil is scraped off, the jar's own exposure goes on. */
export function unbind(bottle: PasteBottle, type: PasteType, now: Instant): PasteBottle {
  const off = stopped(bottle, ["stencil"], now);
  // A life that is over stays over, also off the line.
  return stateAt(bottle, type.policy, now) === "EXPIRED"
    ? keepEnd(off, bottle)
    : withLife(off, type);
}

const keepEnd = (bottle: PasteBottle, { usableUntil, usableLimit }: PasteBottle): PasteBottle => ({
  ...bottle,
  usableUntil,
  usableLimit,
});

/** Its life is over: all clocks stop, and it says which limit it was. null: there is nothing to do. */
export function expire(bottle: PasteBottle, now: Instant): PasteBottle | null {
  const { usableUntil, usableLimit, state } = bottle;
  if (usableUntil === null || usableUntil > now || !pasteStates.can(state, "expire")) return null;
  return {
    ...stopped(bottle, ["out", "exposure", "stencil"], now),
    state: "EXPIRED",
    stateSince: now,
    blockedCode: overCodeOf(usableLimit ?? "SHELF_LIFE"),
  };
}
