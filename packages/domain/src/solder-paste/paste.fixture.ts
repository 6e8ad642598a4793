import type { FridgeFacts, PasteBottle, PasteType } from "./facts.ts";
import { withLife } from "./life.ts";
import { defaultPastePolicy, type PastePolicy } from "./policy.ts";
import type { StepAsked } from "./step.ts";

export const now = "2026-03-02T08:00:00.000Z";
export const at = (minutes: number) => new Date(Date.parse(now) + minutes * 60_000).toISOString();

export const type = (policy: Partial<PastePolicy> = {}): PasteType => ({
  code: "SAC305",
  policy: { ...defaultPastePolicy, ...policy },
});

export const fridge: FridgeFacts = { id: "f1", code: "FR-1", minC: 0, maxC: 8, isActive: true };

export function bottle(over: Partial<PasteBottle> = {}, of: PasteType = type()): PasteBottle {
  const bare: PasteBottle = {
    id: "b1",
    bottleNo: "B1",
    lotNo: "L1",
    state: "IN_FRIDGE",
    stateSince: at(-600),
    receivedAt: at(-6000),
    expiresAt: at(100_000),
    fridgeId: null,
    thawStartedAt: null,
    thawCycles: 0,
    outSeconds: 0,
    outSince: null,
    stirredAt: null,
    openedAt: null,
    exposureSeconds: 0,
    exposedSince: null,
    stencilSeconds: 0,
    stencilSince: null,
    usableUntil: null,
    usableLimit: null,
    blockedCode: null,
    ...over,
  };
  return withLife(bare, of);
}

export const thawing = (minutes: number, over: Partial<PasteBottle> = {}) =>
  bottle({ state: "THAWING", thawStartedAt: at(-minutes), outSince: at(-minutes), ...over });
export const opened = (minutes: number, over: Partial<PasteBottle> = {}, of = type()) =>
  bottle({ state: "OPEN", openedAt: at(-minutes), exposedSince: at(-minutes), ...over }, of);

export function asked(over: Partial<StepAsked> = {}): StepAsked {
  return {
    bottle: bottle(),
    type: type(),
    now,
    action: "TAKE_OUT",
    around: { boundLineCode: null, takeFirst: null },
    fridge: null,
    seconds: null,
    reason: null,
    mayOverride: false,
    ...over,
  };
}
