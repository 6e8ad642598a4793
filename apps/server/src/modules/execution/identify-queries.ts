import { type Params, statement } from "@lineside/db";
import { trackIn as decideTrackIn, type Identified } from "@lineside/domain/execution";
import { type Instant, ok, type Result, refuse } from "@lineside/domain/kernel";
import { type Reader, read } from "./context-store.ts";
import { explained } from "./scan.ts";
import { findStation, peekUnit } from "./scan-store.ts";

/**
 * Whether a unit may enter a station: the guards of the track-in without the track-in. Nothing is
 * locked and nothing changes; a refusal says why, as an operator would be told.
 */
export async function validateEntry(
  reader: Reader,
  { sn, stationCode, at }: { sn: string; stationCode: string; at: Instant },
): Promise<Result<{ stepNo: number }>> {
  const scan = await peekUnit(reader, { sn, stationCode });
  if (!scan) {
    const station = await findStation(reader, stationCode);
    return station
      ? refuse("UNIT_NOT_FOUND", { sn })
      : refuse("STATION_NOT_FOUND", { stationCode });
  }
  const machine = { by: { id: null, name: "" } };
  const decided = decideTrackIn(scan, machine, at);
  if (decided.ok) return ok({ stepNo: decided.value.visit.stepNo });
  const told = decideTrackIn(await explained(reader, scan), machine, at);
  return told.ok ? ok({ stepNo: told.value.visit.stepNo }) : told;
}

type ByCode = { code: string };

const unitBySn = statement((k, p: Params<ByCode>) =>
  k
    .selectFrom("execution_unit")
    .select(["id as unitId", "sn", "panelPosition as position"])
    .where("sn", "=", p("code")),
);

const unitsOfPanel = statement((k, p: Params<ByCode>) =>
  k
    .selectFrom("execution_panel as pa")
    .innerJoin("execution_unit as u", "u.panelId", "pa.id")
    .select(["u.id as unitId", "u.sn", "u.panelPosition as position"])
    .where("pa.panelNo", "=", p("code"))
    .orderBy("u.panelPosition")
    .orderBy("u.sn"),
);

const unitsOfCarrier = statement((k, p: Params<ByCode>) =>
  k
    .selectFrom("execution_carrier as ca")
    .leftJoin("execution_carrier_load as cl", (join) =>
      join.onRef("cl.carrierId", "=", "ca.id").on("cl.unloadedAt", "is", null),
    )
    .leftJoin("execution_unit as u", "u.id", "cl.unitId")
    .select(["u.id as unitId", "u.sn", "cl.position"])
    .where("ca.carrierNo", "=", p("code"))
    .orderBy("cl.position")
    .orderBy("u.sn"),
);

/** What a code a machine read stands for: a unit, a panel or a carrier with what is on it. */
export async function resolveIdentifier(reader: Reader, identifier: string): Promise<Identified> {
  const code = { code: identifier };
  const units = await read(reader, unitBySn, code);
  if (units.length > 0) return { kind: "UNIT", units };
  const boards = await read(reader, unitsOfPanel, code);
  if (boards.length > 0) return { kind: "PANEL", units: boards };
  const carried = await read(reader, unitsOfCarrier, code);
  if (carried.length === 0) return { kind: "UNKNOWN", units: [] };
  return {
    kind: "CARRIER",
    units: carried.flatMap(({ unitId, sn, position }) =>
      unitId !== null && sn !== null ? [{ unitId, sn, position }] : [],
    ),
  };
}
