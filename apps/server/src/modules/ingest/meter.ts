import type { Tx } from "@lineside/db";
import type { ItemAnswer } from "@lineside/domain/ingest";
import type { Platform } from "../../platform/platform.ts";
import type { Prepared } from "./prepare.ts";

type Metered = Pick<Platform, "metrics">;

const events = ({ metrics }: Metered) => metrics.counter("lineside_ingest_events_total");

/** What senders were told; nobody is told anything before it is durable. */
export function meterAnswers(
  platform: Metered,
  prepared: readonly Prepared[],
  answers: readonly ItemAnswer[],
): void {
  for (const [at, { verdict }] of answers.entries()) {
    const from = prepared[at];
    // What could not be read has no door of its own.
    if (from && "item" in from)
      events(platform).of(from.item.event.door.toLowerCase(), verdict).add();
    else events(platform).of("unread", "malformed").add();
  }
}

/** What jobs decided, once it is committed. */
export function meterDecisions(
  platform: Metered,
  tx: Tx,
  decided: readonly { door: string; state: string }[],
): void {
  tx.onCommit(() => {
    for (const { door, state } of decided)
      events(platform).of(door.toLowerCase(), state.toLowerCase()).add();
  });
}
