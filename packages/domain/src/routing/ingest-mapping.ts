import { z } from "zod";
import { isPath } from "./event-path.ts";
import { batchPolicies, cfxModes, machineStationTypes } from "./mapping-kinds.ts";

const zPath = z.string().trim().min(1).max(200).refine(isPath, { error: "PATH_INVALID" });
const zWords = z.array(z.string().trim().min(1).max(60)).max(20);

/**
 * How the events of a step's machine are read: where in the event stands what, and which words mean
 * pass and fail (domain.md 4.6.2). Paths begin at the event (`payload.sn`); the paths inside a list
 * begin at its element (`name`). What a station type needs is checked by the compile.
 */
export const ingestMappingSchema = z.object({
  /** When given it must be the step's station type. */
  eventType: z.enum(machineStationTypes).optional(),
  occurredAtPath: zPath.optional(),
  stationCodePath: zPath.optional(),
  lineCodePath: zPath.optional(),
  snPath: zPath.optional(),
  snListPath: zPath.optional(),
  carrierCodePath: zPath.optional(),
  testResultIdPath: zPath.optional(),
  /** Values compare as text, trimmed and case-sensitive; true is `true`, 1 is `1`. */
  result: z.object({ path: zPath, passValues: zWords.min(1), failValues: zWords.min(1) }),
  measurements: z
    .object({
      itemsPath: zPath,
      namePath: zPath,
      valuePath: zPath,
      unitPath: zPath.optional(),
      judgePath: zPath.optional(),
    })
    .optional(),
  /** The machine's name of a measurement → our capture item. A name that is a code needs no entry. */
  dataSpecMap: z
    .record(z.string().trim().min(1).max(200), z.string().trim().min(1).max(64))
    .optional(),
  defects: z
    .object({
      itemsPath: zPath,
      codePath: zPath,
      locationPath: zPath.optional(),
      remarkPath: zPath.optional(),
    })
    .optional(),
  /**
   * The result of each unit of a batch, and the lists of its own measurements and defects in its
   * element; what stands in those is read as in the lists of the event, and not at all where those are not.
   */
  units: z
    .object({
      itemsPath: zPath,
      snPath: zPath,
      resultPath: zPath,
      measurementsPath: zPath.optional(),
      defectsPath: zPath.optional(),
    })
    .optional(),
  batchPolicy: z.enum(batchPolicies).default("ALL_OR_NOTHING"),
  cfx: z.object({ mode: z.enum(cfxModes) }).optional(),
});

export type IngestMapping = z.output<typeof ingestMappingSchema>;
