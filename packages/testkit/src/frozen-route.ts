import {
  type FrozenCaptureItem,
  type FrozenStep,
  type IngestMapping,
  type MachineStationType,
  type RouteSnapshot,
  standardMapping,
} from "@lineside/domain/routing";

const newId = () => Bun.randomUUIDv7();

export interface TestStep {
  /** Station and operation carry this code; stations are named `<code>-<line>`. */
  code: string;
  captureItems?: Partial<FrozenCaptureItem>[];
  traits?: string[];
  /** The machine program the route names for it. */
  expectedProgram?: string;
  /** A machine's step is read by the standard mapping when no other is given. */
  stationType?: MachineStationType;
  ingestMapping?: IngestMapping;
}

/** The frozen route of a test line: one step a station, 10, 20, 30 … */
export function snapshotOf(
  steps: TestStep[],
  plant: { line: string; routeId: string; stations: string[]; stationIds: string[] },
): RouteSnapshot {
  const route = {
    id: plant.routeId,
    code: `ROUTE-${plant.line}`,
    name: `Route ${plant.line}`,
    source: "MES" as const,
    sourceKey: null,
    processType: "SMT" as const,
    productCode: `P-${plant.line}`,
  };
  return {
    schema: 1,
    route,
    steps: steps.map((step, index) => {
      const code = plant.stations[index] ?? "";
      return {
        stepNo: (index + 1) * 10,
        sourceStepKey: null,
        name: null,
        operation: {
          id: newId(),
          code: `${step.code}-OP-${plant.line}`,
          name: step.code,
          nameZh: step.code,
          traits: step.traits ?? [],
        },
        stationType: step.stationType ?? "MANUAL",
        stationGroup: null,
        allowedStations: [{ id: plant.stationIds[index] ?? "", code, name: code }],
        requiresFai: false,
        requiresAuthorization: true,
        captureItems: (step.captureItems ?? []).map(captureItem),
        ...(step.expectedProgram ? { expectedProgram: step.expectedProgram } : {}),
        ...mappingOf(step),
        origin,
      };
    }),
  };
}

function mappingOf({ stationType, ingestMapping }: TestStep): Pick<FrozenStep, "ingestMapping"> {
  return stationType ? { ingestMapping: ingestMapping ?? standardMapping(stationType) } : {};
}

function captureItem(item: Partial<FrozenCaptureItem>, index: number): FrozenCaptureItem {
  const code = item.code ?? `C${index + 1}`;
  return {
    id: newId(),
    code,
    name: code,
    nameZh: code,
    dataType: "NUMBER",
    unit: null,
    lowerLimit: null,
    upperLimit: null,
    target: null,
    choices: null,
    isRequired: false,
    onBreach: "RECORD",
    ...item,
  };
}

const origin: FrozenStep["origin"] = {
  stationType: "STEP",
  stationGroup: "STEP",
  allowedStations: "STEP",
  requiresFai: "DEFAULT",
  requiresAuthorization: "DEFAULT",
  captureItems: "DEFAULT",
};
