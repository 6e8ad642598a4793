import { type Database, type Params, type Statement, statement, type Tx } from "@lineside/db";
import type {
  boardSides,
  ProcessType,
  ProductTrait,
  ShiftTimes,
  StationType,
} from "@lineside/domain/plant";

/** Facts are read inside a unit of work, or from committed state. */
export type Source = Tx | Database;

export interface LineFacts {
  readonly id: string;
  readonly code: string;
  readonly name: string;
  readonly processType: ProcessType;
  readonly isActive: boolean;
}

export interface StationFacts {
  readonly id: string;
  readonly code: string;
  readonly name: string;
  readonly stationType: StationType;
  readonly groupId: string | null;
  readonly isActive: boolean;
  readonly sequence: number;
  readonly lineId: string;
  readonly lineCode: string;
}

export interface ProductFacts {
  readonly id: string;
  readonly code: string;
  readonly name: string;
  readonly customer: string | null;
  readonly revision: string | null;
  readonly boardSide: (typeof boardSides)[number] | null;
  readonly unitsPerPanel: number;
  readonly traits: readonly ProductTrait[];
  /** null: the default pattern. */
  readonly snPattern: string | null;
  readonly isActive: boolean;
}

export interface ShiftFacts extends ShiftTimes {
  readonly name: string;
  readonly nameZh: string;
}

export interface GroupFacts {
  readonly id: string;
  readonly code: string;
  readonly name: string;
}

export const lineByCode = (from: Source, code: string) =>
  one<LineFacts>(from, findLineByCode, { key: code });
export const lineById = (from: Source, id: string) =>
  one<LineFacts>(from, findLineById, { key: id });

export const stationByCode = (from: Source, code: string) =>
  one<StationFacts>(from, findStationByCode, { key: code });
export const stationById = (from: Source, id: string) =>
  one<StationFacts>(from, findStationById, { key: id });

/** Every station of a line, active or not, in the order they stand. */
export async function stationsOfLine(from: Source, lineId: string): Promise<StationFacts[]> {
  return (await rows(from, findStationsOfLine, { key: lineId })) as StationFacts[];
}

export const stationGroupByCode = (from: Source, code: string) =>
  one<GroupFacts>(from, findGroupByCode, { key: code });

export const productByCode = (from: Source, code: string) =>
  one<ProductFacts>(from, findProductByCode, { key: code });
export const productById = (from: Source, id: string) =>
  one<ProductFacts>(from, findProductById, { key: id });

export const shiftByCode = (from: Source, code: string) =>
  one<ShiftFacts>(from, findShiftByCode, { key: code });

/** The shifts of one line and those of the whole plant; a plant has a handful. */
export async function shiftsOfLine(from: Source, lineId: string): Promise<ShiftFacts[]> {
  return (await rows(from, findShiftsOfLine, { key: lineId })) as ShiftFacts[];
}

type Key = { key: string };
type Found = Statement<Key, unknown>;

function rows(from: Source, found: Found, params: Key): Promise<unknown[]> {
  return "run" in from ? from.run(found, params) : from.query(found, params);
}

/** Columns hold what the schemas let in, so the narrower type is the truth. */
async function one<F>(from: Source, found: Found, params: Key): Promise<F | null> {
  const [row] = await rows(from, found, params);
  return (row as F | undefined) ?? null;
}

const lineBy = (column: "id" | "code") =>
  statement((k, p: Params<Key>) =>
    k
      .selectFrom("plant_line")
      .select(["id", "code", "name", "processType", "isActive"])
      .where(column, "=", p("key")),
  );
const findLineByCode = lineBy("code");
const findLineById = lineBy("id");

const stationsBy = (column: "s.id" | "s.code" | "s.lineId") =>
  statement((k, p: Params<Key>) =>
    k
      .selectFrom("plant_station as s")
      .innerJoin("plant_line as l", "l.id", "s.lineId")
      .select([
        "s.id",
        "s.code",
        "s.name",
        "s.stationType",
        "s.groupId",
        "s.isActive",
        "s.sequence",
        "s.lineId",
        "l.code as lineCode",
      ])
      .where(column, "=", p("key"))
      .orderBy("s.sequence")
      .orderBy("s.code"),
  );
const findStationByCode = stationsBy("s.code");
const findStationById = stationsBy("s.id");
const findStationsOfLine = stationsBy("s.lineId");

const findGroupByCode = statement((k, p: Params<Key>) =>
  k.selectFrom("plant_station_group").select(["id", "code", "name"]).where("code", "=", p("key")),
);

const productBy = (column: "id" | "code") =>
  statement((k, p: Params<Key>) =>
    k
      .selectFrom("plant_product")
      .select([
        "id",
        "code",
        "name",
        "customer",
        "revision",
        "boardSide",
        "unitsPerPanel",
        "traits",
        "snPattern",
        "isActive",
      ])
      .where(column, "=", p("key")),
  );
const findProductByCode = productBy("code");
const findProductById = productBy("id");

const shiftColumns = [
  "id",
  "code",
  "name",
  "nameZh",
  "startMinute",
  "endMinute",
  "lineId",
  "isActive",
] as const;
const findShiftByCode = statement((k, p: Params<Key>) =>
  k.selectFrom("plant_shift").select(shiftColumns).where("code", "=", p("key")),
);
const findShiftsOfLine = statement((k, p: Params<Key>) =>
  k
    .selectFrom("plant_shift")
    .select(shiftColumns)
    .where((x) => x.or([x("lineId", "=", p("key")), x("lineId", "is", null)]))
    .orderBy("code"),
);
