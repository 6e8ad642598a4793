import type { Instant } from "../kernel/index.ts";
import type { UsableLimit } from "./kinds.ts";
import type { PastePolicy } from "./policy.ts";
import type { PasteState } from "./states.ts";

/** A bottle as it is stored: its clocks hold what was counted up to their last stop. */
export interface PasteBottle {
  readonly id: string;
  readonly bottleNo: string;
  readonly lotNo: string;
  readonly state: PasteState;
  readonly stateSince: Instant;
  readonly receivedAt: Instant;
  readonly expiresAt: Instant;
  readonly fridgeId: string | null;
  readonly thawStartedAt: Instant | null;
  readonly thawCycles: number;
  readonly outSeconds: number;
  readonly outSince: Instant | null;
  readonly stirredAt: Instant | null;
  readonly openedAt: Instant | null;
  readonly exposureSeconds: number;
  readonly exposedSince: Instant | null;
  readonly stencilSeconds: number;
  readonly stencilSince: Instant | null;
  readonly usableUntil: Instant | null;
  readonly usableLimit: UsableLimit | null;
  readonly blockedCode: string | null;
}

export interface PasteType {
  readonly code: string;
  readonly policy: PastePolicy;
}

export interface FridgeFacts {
  readonly id: string;
  readonly code: string;
  readonly minC: number;
  readonly maxC: number;
  readonly isActive: boolean;
}

/** Where the bottle is in use, and what else decides a step. */
export interface PasteSurroundings {
  /** The line it is bound to. */
  readonly boundLineCode: string | null;
  /** The bottle of its type that has to be used before it; null: none. */
  readonly takeFirst: string | null;
}
