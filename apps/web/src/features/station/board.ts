import type { Board, HandKind } from "./loop-types.ts";

/** What answers and queues tell of a board. */
interface Told extends Pick<Board, "sn" | "state"> {
  panelPosition: number | null;
  carrierPosition?: number | null | undefined;
}

/** A board with the place it has on what it moves on. */
export function boardOf<U extends Told>(unit: U, kind: HandKind): U & Pick<Board, "position"> {
  const { panelPosition, carrierPosition = null } = unit;
  return { ...unit, position: kind === "CARRIER" ? carrierPosition : panelPosition };
}
