import { type Instant, ok, type Result, refuse } from "../kernel/index.ts";
import { type RunFacts, runStates } from "../work-order/index.ts";
import { checkOf } from "./checks.ts";
import type { ReadinessItem, WaiveInput, WaiverAnswer } from "./schema.ts";
import { waiverStates } from "./states.ts";

type RunHead = Pick<RunFacts, "runNo" | "state">;

export interface WaiveFacts {
  readonly run: RunHead;
  /** Evaluated now, in the same unit of work. */
  readonly items: readonly ReadinessItem[];
}

export interface Waive {
  readonly item: ReadinessItem;
  /** REQUESTED where a second person must agree. */
  readonly state: "ACTIVE" | "REQUESTED";
  /** The thing itself is waived where it lives (D19). */
  readonly isAtSource: boolean;
}

/** Accepts a failed item with a reason. What is not failed, not of this run or not the same any more is refused. */
export function waive(
  { run, items }: WaiveFacts,
  input: Pick<WaiveInput, "checkCode" | "itemKey" | "fingerprint" | "expiresAt">,
  now: Instant,
): Result<Waive> {
  const { checkCode, itemKey, fingerprint } = input;
  const about = { runNo: run.runNo, checkCode, itemKey };
  if (runStates.isTerminal(run.state))
    return refuse("RUN_IN_TERMINAL_STATUS", { runNo: run.runNo, state: run.state });
  const check = checkOf(checkCode);
  if (!check.ok) return check;
  if (!check.value.isWaivable) return refuse("WAIVER_NOT_ALLOWED", about);
  const item = items.find((one) => one.checkCode === checkCode && one.itemKey === itemKey);
  if (!item) return refuse("RUN_MISMATCH", about);
  if (item.state !== "FAILED") return refuse("ITEM_NOT_FAILED", { ...about, state: item.state });
  if (!item.isWaivable) return refuse("WAIVER_NOT_ALLOWED", { ...about, gate: item.gate });
  if (item.fingerprint !== fingerprint) return refuse("ITEM_CHANGED", about);
  if (item.waiver)
    return refuse("WAIVER_ALREADY_REQUESTED", { ...about, by: item.waiver.requestedByName });
  const isAtSource = check.value.isWaivedAtSource === true;
  const expiresAt = input.expiresAt ?? null;
  if (expiresAt !== null && (isAtSource || expiresAt <= now))
    return refuse("WAIVER_EXPIRY_INVALID", { ...about, expiresAt });
  return ok({ item, state: item.policy.needsTwo ? "REQUESTED" : "ACTIVE", isAtSource });
}

export interface ApproveFacts extends WaiveFacts {
  readonly waiver: WaiverAnswer;
  readonly actorId: string | null;
}

/** The second person agrees: another than the one who asked, and only while the same item still fails. */
export function approveWaiver(
  { run, items, waiver, actorId }: ApproveFacts,
  now: Instant,
): Result<Waive> {
  const moved = waiverStates.next(waiver.state, "approve");
  if (!moved.ok) return moved;
  if (waiver.requestedById === actorId)
    return refuse("WAIVER_SAME_PERSON", { by: waiver.requestedByName });
  const rest = items.map((item) =>
    item.waiver?.id === waiver.id ? { ...item, waiver: null } : item,
  );
  const accepted = waive({ run, items: rest }, waiver, now);
  return accepted.ok ? ok({ ...accepted.value, state: "ACTIVE" }) : accepted;
}

/** Takes a waiver, or the request for one, back: what it accepted fails again. */
export function revokeWaiver(run: RunHead, waiver: WaiverAnswer): Result<"REVOKED"> {
  if (runStates.isTerminal(run.state))
    return refuse("RUN_IN_TERMINAL_STATUS", { runNo: run.runNo, state: run.state });
  const moved = waiverStates.next(waiver.state, "revoke");
  if (!moved.ok) return moved;
  const check = checkOf(waiver.checkCode);
  if (waiver.state === "ACTIVE" && check.ok && check.value.isWaivedAtSource)
    return refuse("WAIVER_NOT_REVOCABLE", { checkCode: waiver.checkCode });
  return ok("REVOKED");
}
