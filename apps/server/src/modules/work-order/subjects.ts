import type { CommandContext } from "../../platform/command.ts";
import type { Subject } from "../../platform/events.ts";
import type { StoredOrder } from "./order-store.ts";
import type { StoredRun } from "./run-store.ts";

/** How the trail names an order. */
export function orderSubject(
  order: Pick<StoredOrder, "id" | "woNo"> & { lineId?: string | null },
): Subject {
  return {
    entityType: "workOrder",
    entityId: order.id,
    entityKey: order.woNo,
    lineId: order.lineId ?? null,
    workOrderId: order.id,
  };
}

/** How the trail names a run. */
export function runSubject(
  run: Pick<StoredRun, "id" | "runNo" | "lineId" | "workOrderId">,
): Subject {
  return {
    entityType: "run",
    entityId: run.id,
    entityKey: run.runNo,
    lineId: run.lineId,
    workOrderId: run.workOrderId,
    runId: run.id,
  };
}

/** The values a change had before, for the trail. */
export function before<T extends object>(facts: T, patch: object): Partial<T> {
  const keys = Object.keys(patch) as (keyof T)[];
  return Object.fromEntries(keys.map((key) => [key, facts[key]])) as Partial<T>;
}

/** Says what the command is about and refuses it outside the actor's lines. */
export function enter(
  cx: Pick<CommandContext, "about" | "requireScope">,
  subject: Subject,
): Subject {
  cx.about(subject);
  cx.requireScope({ lineId: subject.lineId ?? null });
  return subject;
}
