import { refusalError, unwrap } from "@lineside/domain/kernel";
import {
  type PasteBottle,
  type PasteType,
  pasteReceiveAnswer,
  pasteReceiveInput,
  receive,
} from "@lineside/domain/solder-paste";
import { type CommandContext, defineCommand } from "../../platform/command.ts";
import { subjectOf } from "./bottle-event.ts";
import { bottlesByNo } from "./bottle-queries.ts";
import { lockMaster, policyOf } from "./master-store.ts";
import { replan } from "./schedule.ts";
import { insertBottle, insertStep, numbersOfLot, picked } from "./store.ts";

/** Jars arrive: each gets its identity, and from now on every step of it is a scan. */
export const receiveBottles = defineCommand({
  name: "paste.receive",
  permission: "paste:handle",
  // Paste arrives at the store, which belongs to no line.
  scope: "none",
  input: pasteReceiveInput,
  output: pasteReceiveAnswer,
  async run(cx, input) {
    const { tx, now } = cx;
    const row = await lockMaster(tx, "solder_paste_type", input.typeCode);
    if (!row.isActive)
      throw refusalError({ code: "PASTE_TYPE_INACTIVE", context: { typeCode: row.code } });
    const type = { id: row.id, code: row.code, policy: policyOf(row) };
    const fridge = input.fridgeCode
      ? await lockMaster(tx, "solder_paste_fridge", input.fridgeCode)
      : null;
    const numbers = input.bottleNos ?? (await ownNumbers(cx, input.lotNo, input.quantity ?? 0));
    const { lotNo, expiresAt = null } = input;
    for (const bottleNo of numbers) {
      const head = { id: cx.newId(), bottleNo, lotNo, expiresAt };
      cx.about(subjectOf(head));
      const bottle = unwrap(receive(head, type, { now, fridge }));
      await add(cx, { bottle, type, remark: input.remark ?? null });
    }
    return { bottles: await bottlesByNo(tx.k, numbers, now) };
  },
});

/**
 * `<lot>-001` onwards, after the highest number of that kind the lot has, whoever gave it; locking the
 * type has made arrivals of its lots wait for each other.
 */
async function ownNumbers(cx: CommandContext, lotNo: string, quantity: number): Promise<string[]> {
  const prefix = `${lotNo.slice(0, 56)}-`;
  const last = (await numbersOfLot(cx.tx.k, lotNo))
    .filter((number) => number.startsWith(prefix) && /^\d{3,7}$/.test(number.slice(prefix.length)))
    .reduce((highest, number) => Math.max(highest, Number(number.slice(prefix.length))), 0);
  return Array.from(
    { length: quantity },
    (_, index) => `${prefix}${String(last + index + 1).padStart(3, "0")}`,
  );
}

async function add(
  cx: CommandContext,
  of: { bottle: PasteBottle; type: PasteType & { id: string }; remark: string | null },
): Promise<void> {
  const { bottle, type, remark } = of;
  const { now } = cx;
  const stamps = { createdAt: now, updatedAt: now };
  await insertBottle(cx.tx, { ...picked(bottle), ...stamps, typeId: type.id, remark });
  const data = { typeCode: type.code, lotNo: bottle.lotNo, expiresAt: bottle.expiresAt };
  await insertStep(cx, {
    bottleId: bottle.id,
    action: "RECEIVE",
    fromState: null,
    toState: bottle.state,
    lineId: null,
    runId: null,
    reason: null,
    data,
  });
  await replan(cx, bottle, type);
  const after = { ...data, state: bottle.state };
  cx.emit({ ...subjectOf(bottle), type: "pasteBottle.received", data: { after } });
}
