import type { FridgeRow, PastePolicy } from "@lineside/domain/solder-paste";

/** Its limits lie within what the maker allows for the paste. */
export const suits = (fridge: FridgeRow, { storageMinC, storageMaxC }: PastePolicy) =>
  fridge.minC >= storageMinC && fridge.maxC <= storageMaxC;
