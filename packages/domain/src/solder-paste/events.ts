/** What happened to paste, as the event trail names it. */
export const pasteEvents = [
  "pasteType.created",
  "pasteType.changed",
  "pasteType.deleted",
  "pasteBottle.received",
  "pasteBottle.stored",
  "pasteBottle.takenOut",
  "pasteBottle.ready",
  "pasteBottle.stirred",
  "pasteBottle.opened",
  "pasteBottle.bound",
  "pasteBottle.unbound",
  "pasteBottle.returned",
  "pasteBottle.emptied",
  "pasteBottle.scrapped",
  "pasteBottle.warned",
  "pasteBottle.expired",
  "fridge.created",
  "fridge.changed",
  "fridge.deleted",
  "fridgeReading.recorded",
  "fridgeReading.reviewed",
] as const;

export type PasteEvent = (typeof pasteEvents)[number];

/** What subscribers hear of a bottle in the same unit of work, e.g. time rules. */
export interface PasteHeard {
  /** The jar is open: its paste is exposed. */
  readonly isOpen: boolean;
  readonly typeCode: string;
  /** What the line it is bound to makes now, when that is one thing. */
  readonly productCode?: string;
  readonly routeCode?: string;
}
