import type { UnitCard } from "@lineside/domain/execution";

/** Where on a carrier each board lies, by serial number. */
export type Places = ReadonlyMap<string, number | null>;

export const placesOf = (
  units: readonly { readonly sn: string; readonly position: number | null }[],
): Places => new Map(units.map(({ sn, position }) => [sn, position]));

/** The card of a board says where on the scanned carrier it lies: a person looks for a place. */
export const placed = (card: UnitCard, places: Places | null): UnitCard =>
  places ? { ...card, carrierPosition: places.get(card.sn) ?? null } : card;
