import { z } from "zod";
import { pageQuery, zInstant, zKey, zName, zReason, zVersion } from "../kernel/index.ts";
import { askedCarrierStates, carrierKinds, carrierStates } from "./carrier-states.ts";
import { stepCard, unitCard } from "./unit-schema.ts";

export const zCarrierKind = z.enum(carrierKinds);
export const zCarrierState = z.enum(carrierStates.states);

/** Most units one carrier takes; a magazine holds 50, a burn-in rack some hundreds. */
export const carrierUnitsMax = 500;
const zCapacity = z.number().int().min(1).max(carrierUnitsMax);

export const carrierQuery = pageQuery.extend({
  kind: zCarrierKind.optional(),
  state: zCarrierState.optional(),
});

export const carrierCreate = z.object({
  carrierNo: zKey,
  kind: zCarrierKind,
  name: zName.nullable().default(null),
  /** Units it takes; null: as many as there are. */
  capacity: zCapacity.nullable().default(null),
});

export const carrierPatch = z.object({
  version: zVersion,
  kind: zCarrierKind.optional(),
  name: zName.nullish(),
  capacity: zCapacity.nullish(),
  state: z.enum(askedCarrierStates).optional(),
  /** Asked for when it is blocked or retired. */
  reason: zReason.optional(),
});

export const carrierLoadInput = z.object({
  /** Serial numbers; a panel's number stands for all boards of the panel. */
  sns: z.array(zKey).min(1).max(carrierUnitsMax),
  /** One for each of `sns`; left out: the lowest free ones. */
  positions: z.array(z.number().int().min(1).max(9_999)).max(carrierUnitsMax).optional(),
});

export const carrierUnloadInput = z
  .object({
    sns: z.array(zKey).min(1).max(carrierUnitsMax).optional(),
    all: z.literal(true).optional(),
  })
  .refine((input) => (input.sns === undefined) !== (input.all === undefined), {
    error: "exactly one of sns and all",
    path: ["sns"],
  });

/** Where a carrier is inside at the moment. */
export const carrierPlace = z.object({
  stationCode: z.string(),
  stationName: z.string(),
  since: zInstant,
  byName: z.string(),
});

export const carrierRow = z.object({
  id: z.string(),
  carrierNo: z.string(),
  kind: zCarrierKind,
  name: z.string().nullable(),
  capacity: z.number().int().nullable(),
  state: zCarrierState,
  stateReason: z.string().nullable(),
  /** Batches it went through. */
  cycles: z.number().int(),
  /** Units that lie on it. */
  loaded: z.number().int(),
  at: carrierPlace.nullable(),
  updatedAt: zInstant,
  version: zVersion,
});

export const carriedUnit = z.object({
  unit: unitCard,
  position: z.number().int().nullable(),
  loadedAt: zInstant,
  loadedByName: z.string(),
});

/** One visit of the carrier to a station, with all that lay on it. */
export const carrierVisit = z.object({
  id: z.string(),
  stationCode: z.string(),
  step: stepCard,
  runNo: z.string(),
  source: z.string(),
  inAt: zInstant,
  inByName: z.string(),
  outAt: zInstant.nullable(),
  outByName: z.string().nullable(),
  result: z.enum(["PASS", "FAIL", "MIXED"]).nullable(),
  unitCount: z.number().int(),
});

/** A stay that is over. */
export const carrierStay = z.object({
  sn: z.string(),
  position: z.number().int().nullable(),
  loadedAt: zInstant,
  loadedByName: z.string(),
  unloadedAt: zInstant,
  unloadedByName: z.string(),
});

/** A carrier with what lies on it by position, its last hundred visits and stays, newest first. */
export const carrierAnswer = carrierRow.extend({
  units: z.array(carriedUnit),
  visits: z.array(carrierVisit),
  history: z.array(carrierStay),
});

export type CarrierQuery = z.infer<typeof carrierQuery>;
export type CarrierCreate = z.input<typeof carrierCreate>;
export type CarrierPatch = z.input<typeof carrierPatch>;
export type CarrierLoadInput = z.input<typeof carrierLoadInput>;
export type CarrierUnloadInput = z.input<typeof carrierUnloadInput>;
export type CarrierRow = z.infer<typeof carrierRow>;
export type CarriedUnit = z.infer<typeof carriedUnit>;
export type CarrierVisit = z.infer<typeof carrierVisit>;
export type CarrierStay = z.infer<typeof carrierStay>;
export type CarrierAnswer = z.infer<typeof carrierAnswer>;
