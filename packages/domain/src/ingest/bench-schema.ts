import { z } from "zod";
import { breachActions, ingestMappingSchema, mappingReasons } from "../routing/index.ts";
import { ingestFlags } from "./kinds.ts";

export const benchTextMax = 1_000_000;

/** A mapping tried on what a machine really sends, before it is saved. */
export const mappingBenchInput = z
  .object({
    stepId: z.string().min(1).max(64).optional(),
    routeCode: z.string().trim().min(1).max(64).optional(),
    stepNo: z.number().int().min(1).optional(),
    mapping: ingestMappingSchema,
    /** As pasted: an event, or the bare payload of one. */
    event: z.string().max(benchTextMax),
  })
  .refine((input) => input.stepId !== undefined || (input.routeCode && input.stepNo), {
    error: "stepId, or routeCode and stepNo",
    path: ["stepId"],
  });

const zValue = z.union([z.number(), z.string(), z.boolean(), z.null()]);
const zResult = z.enum(["PASS", "FAIL"]);
const zContext = z.record(z.string(), z.unknown());

const benchMeasurement = z.object({
  /** The unit of a batch it was measured on. */
  sn: z.string().optional(),
  name: z.string(),
  code: z.string().nullable(),
  itemName: z.string().nullable(),
  itemNameZh: z.string().nullable(),
  raw: zValue,
  unit: z.string().nullable(),
  value: zValue,
  itemUnit: z.string().nullable(),
  lowerLimit: z.number().nullable(),
  upperLimit: z.number().nullable(),
  onBreach: z.enum(breachActions).nullable(),
  judgement: z.enum(["PASS", "FAIL", "NA"]),
  senderJudge: zResult.nullable(),
  isContradiction: z.boolean(),
});

const zNext = z.object({
  stepNo: z.number().int(),
  name: z.string().nullable(),
  operation: z.object({ code: z.string(), name: z.string(), nameZh: z.string() }).nullable(),
});

/** What would happen to units of one result. */
const benchOutcome = z.object({
  result: zResult,
  sns: z.array(z.string()),
  /** NEXT: to the next step; DONE: it was the last; HOLD: a value keeps it; DEFECT: it failed here. */
  effect: z.enum(["NEXT", "DONE", "HOLD", "DEFECT", "REFUSED"]),
  next: zNext.nullable(),
  defects: z.array(
    z.object({
      code: z.string(),
      location: z.string().nullable(),
      remark: z.string().nullable(),
    }),
  ),
  refusal: z.object({ code: z.string(), context: zContext }).nullable(),
});

export const mappingBenchAnswer = z.object({
  /** EVENT: it has its envelope. PAYLOAD: we put one around it. CFX: read by the standard, not by a mapping. */
  kind: z.enum(["EVENT", "PAYLOAD", "CFX"]).nullable(),
  /** Where the pasted text stops being JSON. */
  malformed: z
    .object({ offset: z.number(), line: z.number(), column: z.number(), reason: z.string() })
    .nullable(),
  /** How many events were pasted; the first is read. */
  eventCount: z.number().int(),
  /** The event as it is read, from where paths begin. */
  event: z.unknown(),
  faults: z.array(
    z.object({
      field: z.string(),
      reason: z.enum(mappingReasons),
      found: z.string().optional(),
    }),
  ),
  /** What each path of the mapping finds, whether it is needed or not. */
  found: z.array(
    z.object({
      field: z.string(),
      path: z.string(),
      count: z.number().int(),
      /** The first few. */
      values: z.array(z.object({ path: z.string(), value: z.string() })),
    }),
  ),
  reading: z
    .object({
      sns: z.array(z.string()),
      carrierNo: z.string().nullable(),
      stationCode: z.string().nullable(),
      lineCode: z.string().nullable(),
      occurredAt: z.string(),
      result: zResult,
      testResultId: z.string().nullable(),
      flags: z.array(z.enum(ingestFlags)),
      measurementCount: z.number().int(),
    })
    .nullable(),
  /** The first ones; capture items first. */
  measurements: z.array(benchMeasurement),
  unmapped: z.array(z.string()),
  /** Required items nothing was captured for. */
  missing: z.array(z.object({ code: z.string(), name: z.string(), nameZh: z.string() })),
  outcomes: z.array(benchOutcome),
  refusal: z.object({ code: z.string(), context: zContext }).nullable(),
});

export type MappingBenchInput = z.output<typeof mappingBenchInput>;
export type MappingBenchAnswer = z.infer<typeof mappingBenchAnswer>;
export type BenchOutcome = z.infer<typeof benchOutcome>;
export type BenchMeasurement = z.infer<typeof benchMeasurement>;
