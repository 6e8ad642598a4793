import { holdPlace, holdRelease } from "@lineside/domain/audit";
import { refusalError } from "@lineside/domain/kernel";
import { z } from "zod";
import { defineCommand } from "../../platform/command.ts";
import { insertHold, loadHold, releaseHold as release, type StoredHold } from "./archive-store.ts";

const one = z.object({ id: z.string() });

const about = ({ id }: Pick<StoredHold, "id">) => ({
  entityType: "auditHold",
  entityId: id,
  entityKey: id.slice(-8),
});

/** Legal hold: what was recorded in this time stays in the database, however old it gets. */
export const placeHold = defineCommand({
  name: "audit.placeHold",
  permission: "audit:hold",
  scope: "none",
  input: holdPlace,
  output: one,
  async run(cx, { from, to, reason }) {
    if (to !== null && from >= to)
      throw refusalError({ code: "AUDIT_RANGE_INVALID", context: { from, to } });
    const hold: StoredHold = {
      ...{ id: cx.newId(), fromAt: from, toAt: to, reason },
      ...{ placedById: cx.actor.id, placedByName: cx.actor.name, placedAt: cx.now },
      ...{ releasedById: null, releasedByName: null, releasedAt: null, releaseReason: null },
    };
    await insertHold(cx.tx, hold);
    cx.emit({ ...about(hold), type: "audit.holdPlaced", data: { from, to, reason } });
    return { id: hold.id };
  },
});

export const releaseHold = defineCommand({
  name: "audit.releaseHold",
  permission: "audit:hold",
  scope: "none",
  input: holdRelease,
  output: one,
  async run(cx, { id, reason }) {
    const hold = await loadHold(cx.tx, id);
    if (!hold) throw refusalError({ code: "AUDIT_HOLD_NOT_FOUND", context: { id } });
    cx.about(about(hold));
    if (hold.releasedAt !== null)
      throw refusalError({ code: "AUDIT_HOLD_RELEASED", context: { id } });
    const by = { releasedById: cx.actor.id, releasedByName: cx.actor.name };
    await release(cx.tx, id, { ...by, releasedAt: cx.now, releaseReason: reason });
    const data = { from: hold.fromAt, to: hold.toAt, placedFor: hold.reason, reason };
    cx.emit({ ...about(hold), type: "audit.holdReleased", data });
    return { id };
  },
});
