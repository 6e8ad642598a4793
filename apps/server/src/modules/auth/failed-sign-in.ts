import type { Tx } from "@lineside/db";
import type { Instant } from "@lineside/domain/kernel";
import type { DomainEvent, Subject } from "../../platform/events.ts";
import type { Settings } from "../../platform/settings.ts";
import { addFailure } from "./sign-in-store.ts";

/** Counts a wrong secret under the user's name, and tells of the lock when that was one too many. */
export async function countFailure(
  tx: Tx,
  subject: Subject,
  { now, settings }: { now: Instant; settings: Settings },
): Promise<DomainEvent[]> {
  const { signInFailuresMax: failuresMax, signInLockMinutes: lockMinutes } = settings;
  const policy = { failuresMax, lockMinutes };
  const { failures, lockedUntil } = await addFailure(tx, subject.entityKey, { now, policy });
  if (lockedUntil === null) return [];
  return [{ ...subject, type: "user.locked", data: { after: { failures, lockedUntil } } }];
}
