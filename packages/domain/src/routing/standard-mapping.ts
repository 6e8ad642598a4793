import type { IngestMapping } from "./ingest-mapping.ts";
import type { MachineStationType } from "./mapping-kinds.ts";

/** The mapping of a sender that uses our own words; what an engineer starts from. */
export function standardMapping(stationType: MachineStationType): IngestMapping {
  const common = {
    occurredAtPath: "occurredAt",
    stationCodePath: "payload.station",
    result: { path: "payload.result", passValues: ["PASS"], failValues: ["FAIL"] },
    measurements: {
      itemsPath: "payload.measurements[*]",
      namePath: "name",
      valuePath: "value",
      unitPath: "unit",
      judgePath: "judge",
    },
    defects: {
      itemsPath: "payload.defects[*]",
      codePath: "code",
      locationPath: "location",
      remarkPath: "remark",
    },
    batchPolicy: "ALL_OR_NOTHING" as const,
  };
  switch (stationType) {
    case "AUTO":
      return { ...common, snPath: "payload.sn" };
    case "TEST":
      return { ...common, snPath: "payload.sn", testResultIdPath: "payload.testResultId" };
    case "BATCH":
      return {
        ...common,
        snListPath: "payload.sns",
        carrierCodePath: "payload.carrier",
        units: {
          itemsPath: "payload.units[*]",
          snPath: "sn",
          resultPath: "result",
          measurementsPath: "measurements",
          defectsPath: "defects",
        },
      };
  }
}
