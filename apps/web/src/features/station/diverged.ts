/** A board of a panel or carrier as a refusal tells it. */
export interface Stray {
  sn: string;
  position: number | null;
  state: string;
  stepNo: number;
}

export interface Divergence {
  /** Where most of them are. */
  state: string;
  stepNo: number;
  count: number;
  /** The others, which stand in the way. */
  strays: Stray[];
}

/** Most boards stand together; the few that do not are the ones to look for. */
export function divergenceOf(context: Record<string, unknown>): Divergence | null {
  const units = Array.isArray(context.units) ? context.units.filter(isTold).map(toStray) : [];
  const placeOf = ({ state, stepNo }: Stray) => `${stepNo} ${state}`;
  const groups = [...Map.groupBy(units, placeOf).values()].toSorted((a, b) => b.length - a.length);
  const [most, ...others] = groups;
  const first = most?.[0];
  if (!most || !first || others.length === 0) return null;
  return { state: first.state, stepNo: first.stepNo, count: most.length, strays: others.flat() };
}

interface Told extends Omit<Stray, "position"> {
  panelPosition?: number | null;
  carrierPosition?: number | null;
}

function isTold(unit: unknown): unit is Told {
  const told = unit as Partial<Told> | null;
  return typeof told?.sn === "string" && typeof told.state === "string";
}

/** On a carrier the place there is looked for, although the board may be part of a panel too. */
const toStray = ({ sn, state, stepNo, panelPosition, carrierPosition }: Told): Stray => ({
  sn,
  state,
  stepNo,
  position: carrierPosition ?? panelPosition ?? null,
});
