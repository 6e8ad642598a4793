import {
  defaultPastePolicy,
  mixings,
  type PastePolicy,
  pastePolicy,
  pastePresets,
  stirNeeds,
} from "@lineside/domain/solder-paste";

/** A policy as fields side by side: what stands inside `stir` gets names of its own. */
export type FlatPolicy = Omit<PastePolicy, "stir"> & {
  stirNeed: PastePolicy["stir"]["need"];
  stirMinSeconds: number;
};

export function flat({ stir, ...policy }: PastePolicy): FlatPolicy {
  return { ...policy, stirNeed: stir.need, stirMinSeconds: stir.minSeconds };
}

export function unflat({ stirNeed, stirMinSeconds, ...policy }: FlatPolicy): PastePolicy {
  return { ...policy, stir: { need: stirNeed, minSeconds: stirMinSeconds } };
}

const { stir, ...shape } = pastePolicy.shape;

/** As the server checks them. */
export const policyShape = {
  ...shape,
  stirNeed: stir.shape.need,
  stirMinSeconds: stir.shape.minSeconds,
};

type Name = keyof FlatPolicy;

export type PolicyField =
  | { name: Name; is: "number"; unit: "celsius" | "days" | "minutes" | "seconds" | "times" }
  | { name: Name; is: "yes" }
  | { name: Name; is: "choice"; choices: readonly string[] };

/** In the order of a bottle's life. */
export const policyGroups: readonly { key: string; fields: readonly PolicyField[] }[] = [
  {
    key: "storage",
    fields: [
      { name: "storageMinC", is: "number", unit: "celsius" },
      { name: "storageMaxC", is: "number", unit: "celsius" },
      { name: "shelfLifeDays", is: "number", unit: "days" },
      { name: "needsFridge", is: "yes" },
    ],
  },
  {
    key: "warmUp",
    fields: [
      { name: "thawMinMinutes", is: "number", unit: "minutes" },
      { name: "outOfColdMaxMinutes", is: "number", unit: "minutes" },
      { name: "thawCyclesMax", is: "number", unit: "times" },
      { name: "rechillUnopened", is: "yes" },
    ],
  },
  {
    key: "stir",
    fields: [
      { name: "stirNeed", is: "choice", choices: stirNeeds },
      { name: "stirMinSeconds", is: "number", unit: "seconds" },
    ],
  },
  {
    key: "open",
    fields: [
      { name: "openLifeMinutes", is: "number", unit: "minutes" },
      { name: "stencilLifeMinutes", is: "number", unit: "minutes" },
      { name: "abandonMinutes", is: "number", unit: "minutes" },
      { name: "rechillOpened", is: "yes" },
      { name: "pausesWhenChilled", is: "yes" },
    ],
  },
  {
    key: "line",
    fields: [
      { name: "mixing", is: "choice", choices: mixings },
      { name: "warnMinutes", is: "number", unit: "minutes" },
    ],
  },
];

/** May be left empty: then there is no such limit. */
export const unlimited: readonly Name[] = [
  "outOfColdMaxMinutes",
  "openLifeMinutes",
  "stencilLifeMinutes",
  "abandonMinutes",
];

export type Origin = "DEFAULT" | "GUIDE" | "OWN";

const defaults = flat(defaultPastePolicy);

/** Where a number comes from: a maker's guide, this product's defaults, or a person here. */
export function originOf(name: Name, value: unknown, presetKey: string): Origin {
  const preset = pastePresets.find(({ key }) => key === presetKey);
  const stated: readonly string[] = preset?.stated ?? [];
  const field = name === "stirNeed" || name === "stirMinSeconds" ? "stir" : name;
  if (preset && stated.includes(field) && flat(preset.policy)[name] === value) return "GUIDE";
  return defaults[name] === value ? "DEFAULT" : "OWN";
}
