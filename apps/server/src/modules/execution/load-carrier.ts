import {
  carrierAnswer,
  carrierLoadInput,
  carrierUnloadInput,
  loadCarrier as decideLoad,
  unloadCarrier as decideUnload,
  type LoadFacts,
  type UnitFacts,
} from "@lineside/domain/execution";
import { unwrap } from "@lineside/domain/kernel";
import { z } from "zod";
import { visibleLines } from "../../platform/actor.ts";
import { type CommandContext, defineCommand } from "../../platform/command.ts";
import { carrierOf } from "./carrier-queries.ts";
import {
  addLoads,
  boardsOf,
  carriersOf,
  endLoads,
  freeEmptied,
  linesOfRuns,
  type StoredCarrier,
  touchCarrier,
} from "./carrier-store.ts";
import { openCarrier, zCarrierNo } from "./carriers.ts";
import { lockUnitsBySn } from "./run-units-store.ts";
import { operatorOf } from "./scan.ts";

/** Boards are put on a carrier, one scan after the other or many at once. */
export const loadCarrier = defineCommand({
  name: "carrier.load",
  permission: "carrier:load",
  scope: "line",
  input: carrierLoadInput.extend(zCarrierNo.shape),
  output: carrierAnswer,
  async run(cx, { carrierNo, sns: scanned, positions }) {
    const { tx, now } = cx;
    const by = operatorOf(cx);
    const carrier = await openCarrier(cx, carrierNo);
    const { sns, units } = await unitsOf(cx, scanned);
    const runs = await inScope(cx, [...carrier.units, ...units]);
    const decided = unwrap(decideLoad({ carrier, units }, { sns, positions }));
    const left = await carriersOf(tx, decided.leaving);
    await endLoads(tx, decided.leaving, { at: now, by });
    const loads = decided.loads.map(({ unitId, position }) => ({
      ...{ id: cx.newId(), carrierId: carrier.id, unitId, position },
    }));
    await addLoads(tx, loads, { at: now, by });
    await touchCarrier(tx, carrier.id, { state: decided.state, updatedAt: now });
    const lots = new Set([...left.values()].map(({ carrierId }) => carrierId));
    await freeEmptied(tx, [...lots].sort(), now);
    const data = { loads: decided.loads.map(({ sn, position }) => ({ sn, position })) };
    tell(cx, carrier, { type: "carrier.loaded", runs, data });
    return await carrierOf(tx, carrierNo, visibleLines(cx.actor, "carrier:load"));
  },
});

/** Boards are taken off a carrier: some, or all. */
export const unloadCarrier = defineCommand({
  name: "carrier.unload",
  permission: "carrier:load",
  scope: "line",
  input: z.intersection(zCarrierNo, carrierUnloadInput),
  output: carrierAnswer,
  async run(cx, { carrierNo, sns }) {
    const { tx, now } = cx;
    const carrier = await openCarrier(cx, carrierNo);
    const runs = await inScope(cx, carrier.units);
    const wanted = sns && (await expanded(cx, sns, new Set(carrier.units.map(({ sn }) => sn))));
    const { state, units } = unwrap(decideUnload(carrier, { sns: wanted }));
    const unitIds = units.map((unit) => unit.id);
    await endLoads(tx, unitIds, { at: now, by: operatorOf(cx) });
    await touchCarrier(tx, carrier.id, { state, updatedAt: now });
    const data = { loads: units.map(({ sn, position }) => ({ sn, position })) };
    tell(cx, carrier, { type: "carrier.unloaded", runs, data });
    return await carrierOf(tx, carrierNo, visibleLines(cx.actor, "carrier:load"));
  },
});

/** The scanned boards, locked, with what they lie on; a panel's number stands for its boards. */
async function unitsOf(
  cx: CommandContext,
  scanned: readonly string[],
): Promise<{ sns: string[]; units: LoadFacts["units"] }> {
  const direct = await lockUnitsBySn(cx.tx, scanned);
  const known = new Set(direct.map(({ sn }) => sn));
  const sns = await expanded(cx, scanned, known);
  const more = sns.filter((sn) => !known.has(sn) && !scanned.includes(sn));
  const units = more.length > 0 ? [...direct, ...(await lockUnitsBySn(cx.tx, more))] : direct;
  const lying = await carriersOf(
    cx.tx,
    units.map(({ id }) => id),
  );
  return {
    sns,
    units: units.map((unit) => {
      const on = lying.get(unit.id);
      return { ...unit, carrierNo: on?.carrierNo ?? null, carrierKind: on?.kind ?? null };
    }),
  };
}

async function expanded(
  cx: CommandContext,
  scanned: readonly string[],
  known: ReadonlySet<string>,
): Promise<string[]> {
  const others = scanned.filter((code) => !known.has(code));
  const boards = await boardsOf(cx.tx, others);
  return scanned.flatMap((code) => boards.get(code) ?? [code]);
}

/** Whoever handles boards must be allowed to on the lines of their runs; without any, a rule refuses. */
async function inScope(
  cx: CommandContext,
  units: readonly UnitFacts[],
): Promise<{ id: string; lineId: string; workOrderId: string }[]> {
  const runs = await linesOfRuns(cx.tx, [...new Set(units.map(({ runId }) => runId))]);
  for (const { lineId } of runs) cx.requireScope({ lineId });
  return runs;
}

function tell(
  cx: CommandContext,
  carrier: StoredCarrier,
  of: {
    type: string;
    runs: readonly { id: string; lineId: string; workOrderId: string }[];
    data: object;
  },
): void {
  const [run] = of.runs;
  cx.emit({
    type: of.type,
    entityType: "carrier",
    entityId: carrier.id,
    entityKey: carrier.carrierNo,
    lineId: run?.lineId ?? null,
    runId: run?.id ?? null,
    workOrderId: run?.workOrderId ?? null,
    data: of.data,
  });
}
