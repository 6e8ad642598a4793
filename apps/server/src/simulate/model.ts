import type { FrozenCaptureItem } from "@lineside/domain/routing";
import { Chance } from "./chance.ts";

/** How a kind of work behaves: what it takes, how often it goes wrong, and with which defects. */
export interface WorkModel {
  readonly seconds: number;
  /** Boards inside at the same time: an oven holds many. */
  readonly places: number;
  readonly yield: number;
  readonly defects: readonly string[];
  readonly locations: readonly string[];
}

const smtParts = ["U1", "U5", "U7", "R21", "R22", "C14", "C31", "L2", "Q3", "D4"];
const dipParts = ["J1", "J2", "C101", "C102", "T1", "K1", "L101", "F1"];
const smt = { places: 1, locations: smtParts };
const dip = { places: 1, locations: dipParts };

/** By the traits of the operation, the first that fits. Believable defaults, not measured ones. */
const models: readonly [trait: string, model: WorkModel][] = [
  ["print", { ...smt, seconds: 18, yield: 0.998, defects: ["M9", "VI_DIRT"] }],
  ["spi", { ...smt, seconds: 12, yield: 0.985, defects: ["M12", "M9", "M14"] }],
  ["mount", { ...smt, seconds: 28, yield: 0.995, defects: ["A11", "A3", "A13"] }],
  ["reflow", { ...smt, seconds: 240, places: 12, yield: 0.997, defects: ["M14", "A16"] }],
  ["aoi", { ...smt, seconds: 15, yield: 0.965, defects: ["M12", "M14", "A3", "A16", "A11"] }],
  ["wash", { ...smt, seconds: 90, places: 8, yield: 0.996, defects: ["VI_DIRT"] }],
  ["ict", { ...smt, seconds: 22, yield: 0.965, defects: ["A11", "A13", "M14"] }],
  ["insertion", { ...dip, seconds: 35, yield: 0.985, defects: ["INS_MISS", "INS_POLAR"] }],
  ["wave", { ...dip, seconds: 120, places: 6, yield: 0.98, defects: ["WS_BRIDGE", "WS_INSUF"] }],
  ["postSolder", { ...dip, seconds: 45, yield: 0.99, defects: ["WS_COLD", "INS_FLOAT"] }],
  ["touchUp", { ...dip, seconds: 45, yield: 0.99, defects: ["WS_COLD", "INS_FLOAT"] }],
  ["fct", { ...dip, seconds: 40, yield: 0.955, defects: ["FCT_POWER", "FCT_COMM"] }],
  ["test", { ...dip, seconds: 30, yield: 0.96, defects: ["FCT_POWER", "FCT_COMM"] }],
  ["inspection", { ...smt, seconds: 20, yield: 0.975, defects: ["VI_DIRT", "M14"] }],
];
const anyWork: WorkModel = { ...smt, seconds: 20, yield: 0.99, defects: [] };

export function modelFor(traits: readonly string[]): WorkModel {
  return models.find(([trait]) => traits.includes(trait))?.[1] ?? anyWork;
}

export interface Value {
  readonly item: FrozenCaptureItem;
  readonly value: number | string | boolean;
}

/** What happens to one board at one step: the same for the same seed, board, step and attempt. */
export interface Visit {
  readonly seconds: number;
  readonly result: "PASS" | "FAIL";
  readonly values: readonly Value[];
  readonly defect: { readonly code: string; readonly location: string } | null;
}

export interface VisitQuestion {
  readonly seed: string;
  readonly sn: string;
  /** The how-manieth board it is: values drift from board to board. */
  readonly ordinal: number;
  readonly stepNo: number;
  readonly attempt: number;
  readonly traits: readonly string[];
  readonly items: readonly FrozenCaptureItem[];
  /** Codes the plant knows; a defect has one of them. */
  readonly defectCodes: readonly string[];
}

export function planVisit(asked: VisitQuestion): Visit {
  const { seed, sn, stepNo, attempt, items } = asked;
  const model = modelFor(asked.traits);
  const chance = new Chance(seed, sn, stepNo, attempt);
  const seconds = Math.max(model.seconds / 2, chance.normal(model.seconds, model.seconds / 12));
  const result = chance.happens(model.yield) ? "PASS" : "FAIL";
  const judged = items.filter((item) => item.lowerLimit !== null || item.upperLimit !== null);
  // A failing board has one value outside, if it is measured at all.
  const culprit = result === "FAIL" ? chance.pick(judged) : undefined;
  const values = items.map((item) => ({
    item,
    value: capturedOf(item, { chance, drift: driftOf(asked, item), isOutside: item === culprit }),
  }));
  return {
    seconds,
    result,
    values,
    defect: result === "FAIL" ? defectOf(asked, model, chance) : null,
  };
}

/** From -1 to 1: a slow wave over the boards, each characteristic with a phase of its own. */
function driftOf({ seed, ordinal, stepNo }: VisitQuestion, item: FrozenCaptureItem): number {
  const phase = new Chance(seed, stepNo, item.code).next() * 2 * Math.PI;
  return Math.sin(phase + ordinal / 17);
}

interface Course {
  chance: Chance;
  drift: number;
  isOutside: boolean;
}

function capturedOf(item: FrozenCaptureItem, course: Course): number | string | boolean {
  if (item.dataType === "BOOLEAN") return item.target !== 0;
  if (item.dataType === "CHOICE") return course.chance.pick(item.choices ?? []) ?? "";
  if (item.dataType === "TEXT") return `SIM-${Math.floor(course.chance.next() * 1e6)}`;
  return numberOf(item, course);
}

/** Inside the limits for a good board: mean drifts by a tenth of the tolerance, noise is a sixteenth. */
function numberOf(item: FrozenCaptureItem, { chance, drift, isOutside }: Course): number {
  const { from, to } = rangeOf(item);
  const width = to - from;
  const middle = item.target !== null && item.target > from ? item.target : from + width / 2;
  const wished = chance.normal(middle + drift * width * 0.1, width / 16);
  if (!isOutside) {
    const margin = width * 0.02;
    return rounded(Math.min(to - margin, Math.max(from + margin, wished)), width);
  }
  const beyond = width * chance.between(0.05, 0.2);
  const isLow = item.upperLimit === null || (item.lowerLimit !== null && chance.happens(0.5));
  return rounded(isLow ? from - beyond : to + beyond, width);
}

function rangeOf({ lowerLimit, upperLimit, target }: FrozenCaptureItem): {
  from: number;
  to: number;
} {
  if (lowerLimit !== null && upperLimit !== null && upperLimit > lowerLimit)
    return { from: lowerLimit, to: upperLimit };
  const around = Math.abs(lowerLimit ?? upperLimit ?? target ?? 100) || 1;
  if (lowerLimit !== null) return { from: lowerLimit, to: lowerLimit + around * 0.4 };
  if (upperLimit !== null) return { from: upperLimit - around * 0.4, to: upperLimit };
  return { from: around * 0.8, to: around * 1.2 };
}

/** As many digits as an instrument shows: a thousandth of the tolerance. */
function rounded(value: number, width: number): number {
  const digits = Math.min(12, Math.max(0, 3 - Math.floor(Math.log10(width))));
  return Number(value.toFixed(digits));
}

function defectOf(asked: VisitQuestion, model: WorkModel, chance: Chance): Visit["defect"] {
  const usual = model.defects.filter((code) => asked.defectCodes.includes(code));
  const code = chance.pick(usual.length > 0 ? usual : asked.defectCodes);
  const location = chance.pick(model.locations) ?? "U1";
  return code ? { code, location } : null;
}
