import {
  carrierAnswer,
  carrierCreate,
  carrierPatch,
  changeCarrierState,
} from "@lineside/domain/execution";
import { refusalError, unwrap, zKey } from "@lineside/domain/kernel";
import { z } from "zod";
import { visibleLines } from "../../platform/actor.ts";
import { type CommandContext, defineCommand } from "../../platform/command.ts";
import { differences } from "../../platform/differences.ts";
import { refuseStale } from "../../platform/versioned.ts";
import { carrierOf } from "./carrier-queries.ts";
import { insertCarrier, lockCarrier, type StoredCarrier, saveCarrier } from "./carrier-store.ts";

export const carrierParams = { carrierNo: zKey };

/** A pallet, basket, rack … gets its number; carriers belong to the plant and to no line. */
export const createCarrier = defineCommand({
  name: "carrier.create",
  permission: "carrier:config",
  scope: "none",
  input: carrierCreate,
  output: carrierAnswer,
  async run(cx, fields) {
    const id = cx.newId();
    const { carrierNo } = fields;
    const { now } = cx;
    cx.about({ entityType: "carrier", entityId: id, entityKey: carrierNo });
    const carrier = { ...fields, id, state: "READY", createdAt: now, updatedAt: now };
    if (!(await insertCarrier(cx.tx, carrier)))
      throw refusalError({ code: "CARRIER_EXISTS", context: { carrierNo } });
    cx.emit({
      type: "carrier.created",
      entityType: "carrier",
      entityId: id,
      entityKey: carrierNo,
      data: { after: fields },
    });
    return await carrierOf(cx.tx, carrierNo, visibleLines(cx.actor, "carrier:config"));
  },
});

/** Changes what a carrier is, or takes it out of use and gives it back. */
export const changeCarrier = defineCommand({
  name: "carrier.change",
  permission: "carrier:config",
  scope: "none",
  input: carrierPatch.extend(carrierParams),
  output: carrierAnswer,
  async run(cx, { carrierNo, version, state, reason = null, ...fields }) {
    const carrier = await openCarrier(cx, carrierNo);
    refuseStale(carrier, version);
    const loaded = carrier.units.length;
    const { capacity } = fields;
    if (typeof capacity === "number" && capacity < loaded)
      throw refusalError({
        code: "CARRIER_CAPACITY_TOO_SMALL",
        context: { carrierNo, capacity, loaded },
      });
    const isMoved = state !== undefined && state !== carrier.state;
    const moved = isMoved ? unwrap(changeCarrierState(carrier, { state, reason })) : {};
    const { before, after } = differences({ ...carrier }, { ...fields, ...moved });
    if (Object.keys(after).length > 0) {
      const { id } = carrier;
      await saveCarrier(cx.tx, { id, version }, { ...after, updatedAt: cx.now });
      cx.emit({
        type: "carrier.changed",
        entityType: "carrier",
        entityId: id,
        entityKey: carrierNo,
        data: { before, after, ...(reason === null ? {} : { reason }) },
      });
    }
    return await carrierOf(cx.tx, carrierNo, visibleLines(cx.actor, "carrier:config"));
  },
});

/** The carrier, locked; CARRIER_NOT_FOUND. */
export async function openCarrier(cx: CommandContext, carrierNo: string): Promise<StoredCarrier> {
  cx.about({ entityType: "carrier", entityId: "", entityKey: carrierNo });
  const carrier = await lockCarrier(cx.tx, carrierNo);
  if (!carrier) throw refusalError({ code: "CARRIER_NOT_FOUND", context: { carrierNo } });
  cx.about({ entityType: "carrier", entityId: carrier.id, entityKey: carrierNo });
  return carrier;
}

export const zCarrierNo = z.object(carrierParams);
