import { addMinutes, type Instant, ok, type Result, refuse } from "../kernel/index.ts";
import type { FridgeFacts, PasteBottle, PasteType } from "./facts.ts";
import { fridgeRefusal } from "./guards.ts";
import { withLife } from "./life.ts";

/**
 * A bottle arrives: out of the cold until it is stored. The supplier's label says when its shelf
 * life ends; without one the type's shelf life counts from now. What is over already stays outside.
 */
export function receive(
  head: Pick<PasteBottle, "id" | "bottleNo" | "lotNo"> & { expiresAt: Instant | null },
  type: PasteType,
  { now, fridge }: { now: Instant; fridge: FridgeFacts | null },
): Result<PasteBottle> {
  const { policy } = type;
  const expiresAt = head.expiresAt ?? addMinutes(now, policy.shelfLifeDays * 1440);
  if (expiresAt <= now)
    return refuse("PASTE_EXPIRED", { bottleNo: head.bottleNo, usableUntil: expiresAt });
  const refusal = fridge && fridgeRefusal(fridge, type);
  if (refusal) return { ok: false, refusal };
  const bottle: PasteBottle = {
    ...head,
    state: fridge ? "IN_FRIDGE" : "RECEIVED",
    stateSince: now,
    receivedAt: now,
    expiresAt,
    fridgeId: fridge?.id ?? null,
    thawStartedAt: null,
    thawCycles: 0,
    outSeconds: 0,
    outSince: fridge || !policy.needsFridge ? null : now,
    stirredAt: null,
    openedAt: null,
    exposureSeconds: 0,
    exposedSince: null,
    stencilSeconds: 0,
    stencilSince: null,
    usableUntil: null,
    usableLimit: null,
    blockedCode: null,
  };
  return ok(withLife(bottle, type));
}
