import { addMs, elapsedMs, type Instant, type Refusal } from "../kernel/index.ts";
import type { PasteBottle, PasteType } from "./facts.ts";
import type { UsableLimit } from "./kinds.ts";
import type { PastePolicy } from "./policy.ts";
import { endedPasteStates, type PasteState } from "./states.ts";

export interface Life {
  readonly at: Instant;
  readonly limit: UsableLimit;
}

/**
 * When a bottle's life ends if nobody touches it: the earliest of shelf life, time out of the cold
 * while unopened, exposure since opening and time on a stencil. Clocks that stand do not count; what
 * they counted before does. null: it is over already. domain.md 4.15, standards.md 3.2.
 */
export function usableUntil(
  bottle: PasteBottle,
  { policy }: Pick<PasteType, "policy">,
): Life | null {
  if (endedPasteStates.includes(bottle.state)) return null;
  const lives: (Life | null)[] = [
    { at: bottle.expiresAt, limit: "SHELF_LIFE" },
    policy.needsFridge && bottle.openedAt === null
      ? ends(bottle.outSince, bottle.outSeconds, [policy.outOfColdMaxMinutes, "OUT_OF_COLD"])
      : null,
    ends(bottle.exposedSince, bottle.exposureSeconds, [policy.openLifeMinutes, "OPEN_LIFE"]),
    ends(bottle.stencilSince, bottle.stencilSeconds, [policy.stencilLifeMinutes, "STENCIL_LIFE"]),
  ];
  return lives
    .filter((life) => life !== null)
    .reduce((first, life) => (life.at < first.at ? life : first));
}

function ends(
  since: Instant | null,
  counted: number,
  [minutes, limit]: [number | null, UsableLimit],
): Life | null {
  if (since === null || minutes === null) return null;
  return { at: addMs(since, (minutes * 60 - counted) * 1000), limit };
}

const overCodes: Record<UsableLimit, string> = {
  SHELF_LIFE: "PASTE_EXPIRED",
  OUT_OF_COLD: "PASTE_OUT_OF_COLD_EXCEEDED",
  OPEN_LIFE: "PASTE_OPEN_LIFE_EXCEEDED",
  STENCIL_LIFE: "PASTE_STENCIL_LIFE_EXCEEDED",
};

export const overCodeOf = (limit: UsableLimit) => overCodes[limit];

type Stored = Pick<
  PasteBottle,
  "bottleNo" | "state" | "usableUntil" | "usableLimit" | "blockedCode"
>;

/** Why the bottle may not be used any more. Compares instants: no job has to have noticed (D20). */
export function lifeOver(bottle: Stored, now: Instant): Refusal | null {
  const { bottleNo } = bottle;
  const context = { bottleNo, usableUntil: bottle.usableUntil };
  if (bottle.blockedCode !== null) return { code: bottle.blockedCode, context };
  if (bottle.state === "EXPIRED") return { code: "PASTE_EXPIRED", context };
  if (bottle.usableUntil === null || bottle.usableUntil > now) return null;
  return { code: overCodeOf(bottle.usableLimit ?? "SHELF_LIFE"), context };
}

/** The state as the clock has it: a thaw that is long enough is over, and so is a life. */
export function stateAt(bottle: PasteBottle, policy: PastePolicy, now: Instant): PasteState {
  if (endedPasteStates.includes(bottle.state)) return bottle.state;
  if (lifeOver(bottle, now)) return "EXPIRED";
  const readyAt = bottle.state === "THAWING" ? thawedAt(bottle, policy) : null;
  return readyAt !== null && readyAt <= now ? "READY" : bottle.state;
}

/** When the thaw that runs, or ran last, is long enough; null: none was begun. */
export function thawedAt(
  bottle: Pick<PasteBottle, "thawStartedAt">,
  policy: PastePolicy,
): Instant | null {
  if (bottle.thawStartedAt === null) return null;
  return addMs(bottle.thawStartedAt, policy.thawMinMinutes * 60_000);
}

/** Begin of the warning zone; null where nothing ends. */
export function warnAt(until: Instant | null, policy: PastePolicy): Instant | null {
  return until === null ? null : addMs(until, -policy.warnMinutes * 60_000);
}

/** A clock's seconds up to now; a begun second counts, so that no rounding gives time away. */
export function counted(seconds: number, since: Instant | null, now: Instant): number {
  if (since === null) return seconds;
  return seconds + Math.max(0, Math.ceil(elapsedMs(since, now) / 1000));
}

/** Stops the clocks named, keeping what they counted. */
export function stopped(
  bottle: PasteBottle,
  clocks: readonly ("out" | "exposure" | "stencil")[],
  now: Instant,
): PasteBottle {
  const is = (clock: (typeof clocks)[number]) => clocks.includes(clock);
  return {
    ...bottle,
    ...(is("out") && {
      outSeconds: counted(bottle.outSeconds, bottle.outSince, now),
      outSince: null,
    }),
    ...(is("exposure") && {
      exposureSeconds: counted(bottle.exposureSeconds, bottle.exposedSince, now),
      exposedSince: null,
    }),
    ...(is("stencil") && {
      stencilSeconds: counted(bottle.stencilSeconds, bottle.stencilSince, now),
      stencilSince: null,
    }),
  };
}

/** The bottle with the end of its life worked out anew. */
export function withLife(bottle: PasteBottle, type: Pick<PasteType, "policy">): PasteBottle {
  const life = usableUntil(bottle, type);
  return { ...bottle, usableUntil: life?.at ?? null, usableLimit: life?.limit ?? null };
}
