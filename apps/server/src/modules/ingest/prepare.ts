import type { IngestFlag } from "@lineside/domain/ingest";
import { readMachineTime } from "@lineside/domain/ingest";
import type { Actor } from "../../platform/actor.ts";
import { visibleLines } from "../../platform/actor.ts";
import type { Platform } from "../../platform/platform.ts";
import type { Answered, IncomingItem } from "./item.ts";

/** Who sends: the actor of the door, and where from. */
export interface Sender {
  readonly by: Actor;
  readonly requestId: string;
  readonly ip: string | null;
}

/** One item of a request: ready to be kept, or answered already. */
export type Prepared = { item: IncomingItem } | { answer: Answered };

export const malformedIn = (prepared: readonly Prepared[]) =>
  prepared.filter((each) => "answer" in each && each.answer.status === 400).length;

export function malformed({ code, ...context }: { code: string } & Record<string, unknown>): {
  answer: Answered;
} {
  const answer = { verdict: "rejected", status: 400, eventId: null, dedupeKey: null } as const;
  return { answer: { ...answer, state: null, code, context } };
}

/** The rights a sender had when it sent: what happens later goes by these. */
export function sent({ by, requestId, ip }: Sender) {
  const isMachine = by.kind === "MACHINE";
  return {
    keyId: isMachine ? by.id : null,
    sentById: isMachine ? null : by.id,
    sentByName: by.name,
    scopeLineIds: visibleLines(by, "ingest:send"),
    ...{ requestId, ip },
  };
}

export function mayNotSpeak(
  { sources }: Actor,
  event: { sourceSystem: string; dedupeKey: string },
): Prepared | null {
  const { sourceSystem, dedupeKey } = event;
  if (!sources || sources.includes(sourceSystem)) return null;
  const code = "INGEST_SOURCE_NOT_ALLOWED";
  const answer = { verdict: "rejected", status: 403, eventId: null, state: null } as const;
  return { answer: { ...answer, dedupeKey, code, context: { sourceSystem } } };
}

/** When it happened by the sender's own word; without one, now, until the mapping says better. */
export function timeOf(
  { clock, timezone }: Platform,
  text: string | null,
): { occurredAt: string; flags: IngestFlag[] } | null {
  if (text === null) return { occurredAt: clock.now(), flags: [] };
  const read = readMachineTime(text, timezone);
  return read && { occurredAt: read.at, flags: read.isZoneAssumed ? ["ZONE_ASSUMED"] : [] };
}

export function hashOf(text: string): string {
  return new Bun.CryptoHasher("sha256").update(text).digest("base64url");
}
