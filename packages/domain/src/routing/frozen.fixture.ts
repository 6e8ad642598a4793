import type { FrozenCaptureItem, FrozenStep } from "./snapshot.ts";

/** A complete frozen step for tests: a printer step open to every station of one group. */
export function frozenStep(over: Partial<FrozenStep> = {}): FrozenStep {
  return {
    stepNo: 10,
    sourceStepKey: null,
    name: null,
    operation: {
      id: "op-print",
      code: "PRINT",
      name: "Paste printing",
      nameZh: "印刷",
      traits: [],
    },
    stationType: "AUTO",
    stationGroup: { id: "g1", code: "PRINTERS", name: "Printers" },
    allowedStations: [],
    requiresFai: false,
    requiresAuthorization: true,
    captureItems: [],
    origin: {
      stationType: "STEP",
      stationGroup: "STEP",
      allowedStations: "DEFAULT",
      requiresFai: "DEFAULT",
      requiresAuthorization: "DEFAULT",
      captureItems: "DEFAULT",
    },
    ...over,
  };
}

/** A frozen capture item for tests: paste height in µm, 100 to 150. */
export function frozenItem(over: Partial<FrozenCaptureItem> = {}): FrozenCaptureItem {
  return {
    id: "ci-height",
    code: "PASTE_HEIGHT",
    name: "Paste height",
    nameZh: "锡膏厚度",
    dataType: "NUMBER",
    unit: "µm",
    lowerLimit: 100,
    upperLimit: 150,
    target: 125,
    choices: null,
    isRequired: true,
    onBreach: "RECORD",
    ...over,
  };
}
