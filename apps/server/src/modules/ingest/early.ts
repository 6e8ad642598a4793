import type { AppError } from "@lineside/domain/kernel";
import type { StoredEvent } from "./contract.ts";

type Waiting = (context: Readonly<Record<string, unknown>>, event: StoredEvent) => string | null;

const run: Waiting = ({ runNo }, event) => keyOf("run", runNo ?? event.runNo);
const unit: Waiting = ({ sn }, event) => keyOf("unit", sn ?? event.sn);

/**
 * Refusals that time may heal, and what the event waits for: shop-floor data that is early is parked,
 * not failed (queue.md 5). Everything else is rejected and waits for a person.
 */
const waiting: Record<string, Waiting> = {
  UNIT_NOT_FOUND: unit,
  UNIT_RUN_NOT_FOUND: unit,
  RUN_IN_PREP: run,
  RUN_NOT_AUTHORIZED: run,
  RUN_ON_HOLD: run,
  WORK_ORDER_ON_HOLD: run,
  UNIT_ON_HOLD: unit,
  // It is still inside the station before: its own end has not come yet.
  UNIT_ALREADY_IN_STATION: unit,
  ACTIVE_TRACK_EXISTS: unit,
};

/** What the refused event waits for; null: waiting cannot help. */
export function waitsFor({ code, context }: AppError, event: StoredEvent): string | null {
  return waiting[code]?.(context, event) ?? null;
}

function keyOf(kind: string, value: unknown): string | null {
  return typeof value === "string" && value !== "" ? `${kind}:${value}` : null;
}
