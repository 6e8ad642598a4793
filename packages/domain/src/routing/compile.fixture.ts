import type { CompileFacts } from "./compile.ts";
import { frozenItem } from "./frozen.fixture.ts";

import type { ConfigScope } from "./kinds.ts";
import type { ConfigFacts } from "./semantics.ts";
import { standardMapping } from "./standard-mapping.ts";

/** A config row of a scope that says nothing but what is given. */
export function config(scope: ConfigScope, said: Partial<ConfigFacts>): ConfigFacts {
  return {
    id: `config-${scope}`,
    scope,
    operationId: scope === "OPERATION" ? "op-print" : null,
    routeId: scope === "ROUTE" ? "r1" : null,
    stepId: scope === "STEP" ? "step-10" : null,
    stationType: null,
    stationGroupId: null,
    allowedStationIds: null,
    requiresFai: null,
    requiresAuthorization: null,
    expectedProgram: null,
    ingestMapping: null,
    captureItemIds: null,
    updatedAt: "2026-11-22T00:00:00.000Z",
    ...said,
  };
}

const item = { operationId: "op-print", sequence: 10, isActive: true };

/** A route that compiles: print on a printer, inspect on the AOI, with two captured values. */
export function compilable(): CompileFacts {
  const operation = { processType: "SMT", traits: [], isActive: true } as const;
  const step = { sourceStepKey: null, name: null };
  const station = { isActive: true, stationType: "AUTO" } as const;
  return {
    route: {
      id: "r1",
      code: "PCBA-SMT-V1",
      name: "SMT standard",
      source: "MES",
      sourceKey: null,
      processType: "SMT",
      productCode: "P-1001",
    },
    steps: [
      { ...step, id: "step-10", stepNo: 10, operationId: "op-print" },
      { ...step, id: "step-20", stepNo: 20, operationId: "op-aoi" },
    ],
    operations: [
      { ...operation, id: "op-print", code: "PRINT", name: "Printing", nameZh: "印刷" },
      { ...operation, id: "op-aoi", code: "AOI", name: "AOI", nameZh: "光学检查", traits: ["aoi"] },
    ],
    configs: [
      config("GLOBAL", { stationType: "AUTO", ingestMapping: standardMapping("AUTO") }),
      config("OPERATION", { stationGroupId: "g-print", requiresFai: true }),
      config("STEP", { stepId: "step-20", allowedStationIds: ["s-aoi-2", "s-aoi-1"] }),
    ],
    stations: [
      { ...station, id: "s-print", code: "PRINT-1", name: "Printer", groupId: "g-print" },
      { ...station, id: "s-aoi-1", code: "AOI-1", name: "AOI 1", groupId: null },
      { ...station, id: "s-aoi-2", code: "AOI-2", name: "AOI 2", groupId: null },
    ],
    stationGroups: [{ id: "g-print", code: "PRINTERS", name: "Printers" }],
    captureItems: [
      { ...frozenItem(), ...item },
      { ...frozenItem({ id: "ci-speed", code: "SPEED", name: "Speed" }), ...item, sequence: 5 },
    ],
  };
}
