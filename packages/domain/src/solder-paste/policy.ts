import { z } from "zod";

const zMinutes = z.number().int().min(1).max(5_256_000);
const zCelsius = z.number().min(-60).max(60);

export const stirNeeds = ["NONE", "OPTIONAL", "REQUIRED"] as const;
/** Whether paste may join what is on the stencil: never, of the same lot, of the same type. */
export const mixings = ["NEVER", "SAME_LOT", "ALLOWED"] as const;

const policyShape = z.strictObject({
  storageMinC: zCelsius,
  storageMaxC: zCelsius,
  /** From receipt, when the label names no date. */
  shelfLifeDays: z.number().int().min(1).max(3650),
  needsFridge: z.boolean(),
  /** Out of the cold before it may be stirred or opened; forced heating is nobody's policy. */
  thawMinMinutes: z.number().int().min(0).max(10_080),
  /** All time out of the cold while unopened, added up; null: no limit. */
  outOfColdMaxMinutes: zMinutes.nullable(),
  /** How often an unopened bottle may go back to the cold. */
  thawCyclesMax: z.number().int().min(0).max(20),
  /** Exposure since the jar was opened, added up; null: no limit. */
  openLifeMinutes: zMinutes.nullable(),
  /** Time on a line's stencil while open, added up; null: no limit. */
  stencilLifeMinutes: zMinutes.nullable(),
  /** How long printing may pause with paste on the stencil. Told with the policy; nothing measures the pause. */
  abandonMinutes: zMinutes.nullable(),
  stir: z.strictObject({
    need: z.enum(stirNeeds),
    minSeconds: z.number().int().min(0).max(3600),
  }),
  mixing: z.enum(mixings),
  rechillUnopened: z.boolean(),
  rechillOpened: z.boolean(),
  /** The exposure clock of an opened jar stands while it is in the fridge. */
  pausesWhenChilled: z.boolean(),
  /** How long before the end of its life the line is told. */
  warnMinutes: z.number().int().min(0).max(10_080),
});

/** How one paste product is handled; the maker's data sheet decides, never one constant for all. */
export const pastePolicy = policyShape.refine((p) => p.storageMinC <= p.storageMaxC, {
  path: ["storageMaxC"],
  message: "storageMaxC is below storageMinC",
});

export type PastePolicy = z.infer<typeof policyShape>;

/**
 * What a new type starts with. DEFAULTS of this product, not facts of a maker or a customer
 * (domain.md 4.15): fridge 0–8 ℃ and 24 h of exposure are the plant's paper rules, the rest habit.
 */
export const defaultPastePolicy: PastePolicy = {
  storageMinC: 0,
  storageMaxC: 8,
  shelfLifeDays: 180,
  needsFridge: true,
  thawMinMinutes: 240,
  outOfColdMaxMinutes: 1440,
  thawCyclesMax: 1,
  openLifeMinutes: 1440,
  stencilLifeMinutes: null,
  abandonMinutes: null,
  stir: { need: "REQUIRED", minSeconds: 60 },
  mixing: "SAME_LOT",
  rechillUnopened: true,
  rechillOpened: true,
  pausesWhenChilled: true,
  warnMinutes: 120,
};

export interface PastePreset {
  readonly key: string;
  readonly name: string;
  readonly maker: string | null;
  /** Where the numbers come from; null: the product's own defaults. */
  readonly source: string | null;
  /** Fields the source states; every other one is the default and must be checked by an engineer. */
  readonly stated: readonly (keyof PastePolicy)[];
  readonly policy: PastePolicy;
}

const preset = (
  head: Pick<PastePreset, "key" | "name" | "maker" | "source">,
  stated: Partial<PastePolicy>,
): PastePreset => ({
  ...head,
  stated: Object.keys(stated) as (keyof PastePolicy)[],
  policy: { ...defaultPastePolicy, ...stated },
});

/** Examples from makers' guides (standards.md 3.2): what is printed on the jar in hand wins. */
export const pastePresets: readonly PastePreset[] = [
  preset({ key: "DEFAULT", name: "Plant default", maker: null, source: null }, {}),
  preset(
    {
      key: "INDIUM8_9HF",
      name: "Indium8.9HF",
      maker: "Indium Corporation",
      source: "Indium PDS 98485",
    },
    {
      storageMaxC: 10,
      shelfLifeDays: 365,
      thawMinMinutes: 120,
      // Below 25 ℃ it keeps 30 days at most.
      outOfColdMaxMinutes: 43_200,
    },
  ),
  preset(
    {
      key: "INDIUM10_8HF",
      name: "Indium10.8HF jar",
      maker: "Indium Corporation",
      source: "Indium PDS 99040",
    },
    { storageMaxC: 10, shelfLifeDays: 180, thawMinMinutes: 120 },
  ),
  preset(
    {
      key: "INDIUM3_1",
      name: "Indium3.1 (water soluble)",
      maker: "Indium Corporation",
      source: "conro.com",
    },
    { storageMaxC: 10, shelfLifeDays: 120, thawMinMinutes: 360, openLifeMinutes: 480 },
  ),
  preset(
    {
      key: "LOCTITE_GC10",
      name: "Loctite GC 10",
      maker: "Henkel",
      source: "Loctite GC 10 TDS 2019",
    },
    {
      storageMinC: 5,
      storageMaxC: 25,
      shelfLifeDays: 365,
      needsFridge: false,
      thawMinMinutes: 0,
      outOfColdMaxMinutes: null,
      stencilLifeMinutes: 4320,
      abandonMinutes: 1440,
      openLifeMinutes: 4320,
    },
  ),
  preset(
    {
      key: "SCANDITRON",
      name: "Scanditron handling guide",
      maker: null,
      source: "scanditron.com",
    },
    {
      shelfLifeDays: 180,
      thawMinMinutes: 360,
      mixing: "NEVER",
      rechillOpened: false,
    },
  ),
];
