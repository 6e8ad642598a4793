import { wake } from "../../platform/jobs/queue.ts";
import type { Subscriber } from "../../platform/subscribers.ts";
import { wakeFirstScans, wakeRunsOfOrder, wakeUnitsOfRun } from "./wake-store.ts";

/** Something became known or moved that parked events may wait for: they go on by themselves. */
export const ingestSubscribers: Subscriber[] = [
  {
    events: ["unit.trackedIn", "unit.trackedOut"],
    // The scan itself has looked whether anybody waits: a scan nobody waits for pays nothing.
    async hear(cx, { entityKey, heard }) {
      if (heard?.isAwaited === true) await wake(cx.tx, `unit:${entityKey}`, cx.now);
    },
  },
  {
    events: [
      "unit.created",
      "unit.released",
      "unit.reworked",
      "unit.visitAborted",
      "unit.trackOutUndone",
    ],
    async hear(cx, { entityKey }) {
      await wake(cx.tx, `unit:${entityKey}`, cx.now);
    },
  },
  {
    // A machine names a panel or carrier where it could name a board.
    events: ["panel.bound", "carrier.created", "carrier.loaded"],
    async hear(cx, { entityKey }) {
      await wake(cx.tx, `unit:${entityKey}`, cx.now);
      await wake(cx.tx, `carrier:${entityKey}`, cx.now);
    },
  },
  {
    events: ["run.unitsGenerated"],
    async hear(cx, { runId, entityId }) {
      await wakeUnitsOfRun(cx.tx, runId ?? entityId, cx.now);
    },
  },
  {
    events: ["run.authorized", "run.resumed"],
    async hear(cx, { entityId, entityKey }) {
      await wake(cx.tx, `run:${entityKey}`, cx.now);
      await wakeFirstScans(cx.tx, entityId, cx.now);
    },
  },
  {
    events: ["workOrder.resumed", "workOrder.released"],
    async hear(cx, { entityId }) {
      await wakeRunsOfOrder(cx.tx, entityId, cx.now);
    },
  },
];
