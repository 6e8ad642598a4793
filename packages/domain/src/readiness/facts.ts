import type { Permission } from "../auth/index.ts";
import type { FitnessFacts } from "../equipment/index.ts";
import type { FormRecordFacts } from "../form/index.ts";
import type { ErrorContext, Instant } from "../kernel/index.ts";
import type { OrderFacts, RunFacts, StationFacts, VersionFacts } from "../work-order/index.ts";
import type { Evidence, Fix } from "./schema.ts";
import type { Gate } from "./states.ts";

/** A machine of the line. */
export interface EquipmentReading extends FitnessFacts {
  readonly name: string;
}

/** The bottle the line prints with. */
export interface PasteReading {
  readonly bottleNo: string;
  readonly lotNo: string;
  readonly boundAt: Instant;
  /** null: nothing ends its life. */
  readonly usableUntil: Instant | null;
  readonly usableLimit: string | null;
  /** Why it may not be used, once it may not. */
  readonly blockedCode: string | null;
}

/** A clock that expired or runs for a unit of the run or for the line's bottle. */
export interface ClockReading {
  readonly id: string;
  readonly ruleCode: string;
  readonly subjectType: string;
  readonly subjectKey: string;
  /** RUNNING | EXPIRED | WAIVED; others are over and stop nothing. */
  readonly state: string;
  readonly startedAt: Instant;
  readonly expiresAt: Instant;
  readonly isWaivable: boolean;
  readonly waivedAt: Instant | null;
  readonly waivedByName: string | null;
  readonly waiveReason: string | null;
}

/** Another run of the line. */
export interface LineRunReading {
  readonly runNo: string;
  readonly state: string;
  readonly productCode: string;
  readonly routeCode: string;
  readonly startedAt: Instant | null;
}

/** Everything the checks of one run judge, read now: never from an earlier evaluation (D16). */
export interface ReadinessFacts {
  readonly run: RunFacts & { readonly createdAt: Instant };
  readonly order: Pick<OrderFacts, "woNo" | "state" | "holdReason">;
  readonly version: VersionFacts | null;
  readonly lineCode: string;
  readonly productCode: string;
  readonly productTraits: readonly string[];
  readonly routeCode: string;
  readonly lineStations: readonly StationFacts[];
  readonly unitCount: number;
  readonly otherRuns: readonly LineRunReading[];
  readonly equipment: readonly EquipmentReading[];
  /** null: nothing is bound. */
  readonly paste: PasteReading | null;
  readonly clocks: readonly ClockReading[];
  /** Of the forms the checks ask for, the newest first; voided ones are not among them. */
  readonly records: readonly FormRecordFacts[];
}

/** How one check is asked: when, and how old its evidence may be. */
export interface Asked {
  readonly now: Instant;
  readonly freshnessMinutes: number | null;
}

/** What one check says of one thing. */
export interface Verdict {
  readonly itemKey: string;
  /** null: it passes. */
  readonly finding: { readonly code: string; readonly context: ErrorContext } | null;
  /** What the finding is about: another thing that fails the same way is another failure (D17). */
  readonly about?: string;
  readonly evidence: readonly Evidence[];
  /** When the evidence was made. */
  readonly at: Instant | null;
  /** Since when it fails. */
  readonly since: Instant | null;
  readonly fix: Fix | null;
  /** Who can put it right, when that is not whoever the check names. */
  readonly resolvedBy?: Permission;
  /** It was accepted where it lives, e.g. a waived clock. */
  readonly waived?: { readonly at: Instant; readonly byName: string; readonly reason: string };
  /** false: this one may not be waived although the check allows it. */
  readonly mayWaive?: boolean;
}

/**
 * A check of the preparation. A later room adds one by adding such an object to the registry: what
 * it needs to know it takes from the facts.
 */
export interface ReadinessCheck {
  readonly code: string;
  /** RUN: about the run itself. PREP: about its preparation. */
  readonly kind: "RUN" | "PREP";
  readonly resolvedBy: Permission;
  readonly isWaivable: boolean;
  /** Always BLOCK, whatever a policy says. */
  readonly isGateFixed?: boolean;
  /** Waiving an item waives the thing itself where it lives (D19): the waiver neither ends nor is revoked. */
  readonly isWaivedAtSource?: boolean;
  /** The leader may say that a run does not need it, or needs it after all. */
  readonly mayBeNotNeeded: boolean;
  readonly defaultGate: Gate;
  /** A default, to be confirmed by the plant: domain.md 4.2 leaves the windows to it. */
  readonly defaultFreshnessMinutes: number | null;
  /** What the recommended policy of ADR 0014 sets. */
  readonly recommendedGate: Gate | null;
  readonly formCodes: readonly string[];
  appliesTo(facts: ReadinessFacts): boolean;
  judge(facts: ReadinessFacts, asked: Asked): Verdict[];
}
