import {
  type DraftStep,
  type IngestMapping,
  isPath,
  type MachineStationType,
} from "@lineside/domain/routing";

/** Fields of a mapping that hold a path, in the order an engineer thinks of them. */
export const pathFields = {
  AUTO: ["snPath", "stationCodePath", "occurredAtPath", "lineCodePath"],
  TEST: ["snPath", "stationCodePath", "testResultIdPath", "occurredAtPath", "lineCodePath"],
  BATCH: ["carrierCodePath", "snListPath", "stationCodePath", "occurredAtPath", "lineCodePath"],
} as const satisfies Record<MachineStationType, readonly (keyof IngestMapping)[]>;

export const groupFields = {
  measurements: ["itemsPath", "namePath", "valuePath", "unitPath", "judgePath"],
  defects: ["itemsPath", "codePath", "locationPath", "remarkPath"],
  units: ["itemsPath", "snPath", "resultPath", "measurementsPath", "defectsPath"],
} as const;
export type Group = keyof typeof groupFields;

type Loose = Record<string, unknown>;

/** The path in a field: `snPath`, `result.path`, `measurements.namePath`. */
export function pathOf(mapping: IngestMapping, field: string): string {
  const [group, name] = field.split(".");
  const at = name === undefined ? mapping : ((mapping as Loose)[group ?? ""] as Loose | undefined);
  const value = (at as Loose | undefined)?.[name ?? group ?? ""];
  return typeof value === "string" ? value : "";
}

/** An empty field is one that says nothing. */
export function withPath(mapping: IngestMapping, field: string, path: string): IngestMapping {
  const [group = "", name] = field.split(".");
  if (name === undefined) return { ...mapping, [group]: path === "" ? undefined : path };
  const inside = { ...((mapping as Loose)[group] as Loose) };
  // What a list cannot do without stays, empty, until something stands there.
  const isNeeded = name === "path" || /^(items|name|value|code|sn|result)Path$/.test(name);
  inside[name] = path === "" && !isNeeded ? undefined : path;
  return { ...mapping, [group]: inside };
}

/** Takes the path of a value that was pressed: a field inside a list keeps what follows its element. */
export function withPicked(mapping: IngestMapping, field: string, picked: string): IngestMapping {
  const [group = "", name] = field.split(".");
  if (field === "snListPath")
    return withPath(mapping, field, picked.replace(/\[\d+\]$/, "").replace(/\[\d+\]/g, "[*]"));
  if (name === undefined || group === "result") return withPath(mapping, field, picked);
  if (/^(measurements|defects)Path$/.test(name)) return withInner(mapping, field, picked);
  const found = /^(.*)\[\d+\](?:\.(.+))?$/.exec(picked);
  if (!found) return withPath(mapping, field, name === "itemsPath" ? picked : lastOf(picked));
  const items = `${found[1]?.replace(/\[\d+\]/g, "[*]")}[*]`;
  const list = withPath(mapping, `${group}.itemsPath`, items);
  return name === "itemsPath" || found[2] === undefined ? list : withPath(list, field, found[2]);
}

/** A list inside an element of a list: `payload.units[2].measurements[0].value`. */
function withInner(mapping: IngestMapping, field: string, picked: string): IngestMapping {
  const [, items, inner] = /^(.*?)\[\d+\]\.([^[]+)/.exec(picked) ?? [];
  if (items === undefined || inner === undefined) return withPath(mapping, field, lastOf(picked));
  const list = withPath(mapping, "units.itemsPath", `${items}[*]`);
  return withPath(list, field, inner);
}

const lastOf = (path: string) => path.slice(path.lastIndexOf(".") + 1);

/** Fields whose text is no path yet. */
export function unreadable(mapping: IngestMapping): Set<string> {
  const fields = [
    ...["snPath", "stationCodePath", "testResultIdPath", "occurredAtPath", "lineCodePath"],
    ...["carrierCodePath", "snListPath", "result.path"],
    ...Object.entries(groupFields).flatMap(([group, names]) =>
      mapping[group as Group] ? names.map((name) => `${group}.${name}`) : [],
    ),
  ];
  const bad = fields.filter((field) => {
    const path = pathOf(mapping, field);
    const isAsked =
      field === "result.path" || /\.(items|name|value|code|sn|result)Path$/.test(field);
    return path === "" ? isAsked : !isPath(path);
  });
  const { passValues, failValues } = mapping.result;
  if (passValues.length === 0) bad.push("result.passValues");
  if (failValues.length === 0) bad.push("result.failValues");
  return new Set(bad);
}

/** The machine's name of each capture item; without one the item's own code is its name. */
export function machineNames(mapping: IngestMapping): ReadonlyMap<string, string> {
  return new Map(Object.entries(mapping.dataSpecMap ?? {}).map(([name, code]) => [code, name]));
}

export function withName(mapping: IngestMapping, code: string, name: string): IngestMapping {
  const others = Object.entries(mapping.dataSpecMap ?? {}).filter(
    ([known, of]) => of !== code && known !== name,
  );
  const entries = name === "" ? others : [...others, [name, code] as const];
  return {
    ...mapping,
    dataSpecMap: entries.length === 0 ? undefined : Object.fromEntries(entries),
  };
}

/** What a sender that uses our words would post at this step: something to begin with. */
export function sampleEvent(step: DraftStep): string {
  const measurements = step.captureItems.map((item) => ({
    name: item.code,
    value: sampleValue(item),
    unit: item.unit ?? undefined,
    judge: "PASS",
  }));
  const station = step.allowedStations[0]?.code ?? "STATION-1";
  const common = { station, result: "PASS", measurements, defects: [] };
  const of = {
    BATCH: { carrier: "CARRIER-01", sns: ["SN-0001", "SN-0002"], ...common },
    TEST: { sn: "SN-0001", testResultId: "T-88271", ...common },
    AUTO: { sn: "SN-0001", ...common },
  };
  const payload = of[step.stationType as MachineStationType] ?? of.AUTO;
  return JSON.stringify(payload, null, 2);
}

function sampleValue(item: DraftStep["captureItems"][number]): unknown {
  const { dataType, choices, lowerLimit, upperLimit, target } = item;
  if (dataType === "BOOLEAN") return target !== 0;
  if (dataType === "CHOICE") return choices?.[0] ?? "";
  if (dataType === "TEXT") return "…";
  if (target !== null) return target;
  const middle = ((lowerLimit ?? upperLimit ?? 0) + (upperLimit ?? lowerLimit ?? 0)) / 2;
  return Number(middle.toPrecision(6));
}
