/** What an operation is. Rules ask for a trait, never for an operation's code or name (D26). */
export const operationTraits = [
  "bake",
  "print",
  "spi",
  "mount",
  "reflow",
  "aoi",
  "xray",
  "insertion",
  "wave",
  "postSolder",
  "touchUp",
  "wash",
  "coating",
  "depanel",
  "ict",
  "fct",
  "burnIn",
  "inspection",
  "test",
  "visual",
  "repair",
  "label",
  "pack",
] as const;
export type OperationTrait = (typeof operationTraits)[number];

/** What a product asks of the factory beyond its route. */
export const productTraits = [
  "requiresBake",
  "requiresWash",
  "requiresCoating",
  "requiresXray",
  "requiresIct",
  "requiresFct",
  "requiresBurnIn",
] as const;
export type ProductTrait = (typeof productTraits)[number];

export const boardSides = ["TOP", "BOTTOM"] as const;
