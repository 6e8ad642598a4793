import type { CaptureInput } from "../execution/index.ts";
import { convert, type IngestFlag, type ReadMeasurement } from "../ingest/index.ts";
import { ok, type Result, refuse } from "../kernel/index.ts";
import { type FrozenCaptureItem, type FrozenStep, judgeValue } from "../routing/index.ts";
import type { CfxMeasurement, CfxValue } from "./measurements.ts";

export interface JudgedMeasurements {
  readonly measurements: readonly ReadMeasurement[];
  readonly captures: readonly CaptureInput[];
  readonly flags: readonly IngestFlag[];
}

/**
 * A machine's measurements against the capture items of the frozen step: found by the mapping's
 * names, else by equal code; converted into the item's unit; judged by our limits. Where the sender
 * says otherwise the event is flagged as CONTRADICTION; a unit that does not convert is refused. Of
 * two values for one item the one that fails counts, else the later.
 */
export function judgeMeasurements(
  measurements: readonly CfxMeasurement[],
  step: Pick<FrozenStep, "captureItems">,
  dataSpecMap: Readonly<Record<string, string>> = {},
): Result<JudgedMeasurements> {
  const items = new Map(step.captureItems.map((item) => [item.code, item]));
  const flags = new Set<IngestFlag>();
  const read: ReadMeasurement[] = [];
  const captures = new Map<string, { capture: CaptureInput; isFail: boolean }>();
  for (const { name, value: raw, unit, judge: senderJudge } of measurements) {
    const item = items.get(dataSpecMap[name] ?? name);
    const head = { name, raw, unit, senderJudge };
    if (!item) {
      if (items.size > 0) flags.add("UNMAPPED_MEASUREMENT");
      read.push({ ...head, code: null, value: raw, judgement: "NA" });
      continue;
    }
    const value = valueFor(item, raw, unit);
    if (!value.ok)
      return refuse(value.refusal.code, { ...value.refusal.context, measurement: name });
    if (typeof raw === "number" && value.value !== raw) flags.add("UNIT_CONVERTED");
    const judged = judgeValue(item, value.value);
    const judgement = judged.ok ? judged.value.judgement : "NA";
    if (judgement !== "NA" && senderJudge !== null && judgement !== senderJudge)
      flags.add("CONTRADICTION");
    read.push({ ...head, code: item.code, value: value.value, judgement });
    if (captures.get(item.code)?.isFail !== true)
      captures.set(item.code, {
        capture: { code: item.code, value: value.value },
        isFail: judgement === "FAIL",
      });
  }
  const captured = [...captures.values()].map(({ capture }) => capture);
  return ok({ measurements: read, captures: captured, flags: [...flags] });
}

/** In the item's unit and kind. */
function valueFor(item: FrozenCaptureItem, raw: CfxValue, unit: string | null): Result<CfxValue> {
  if (item.dataType === "TEXT" || item.dataType === "CHOICE") return ok(String(raw));
  if (item.dataType === "BOOLEAN" || unit === null || item.unit === null) return ok(raw);
  const number = typeof raw === "number" ? raw : Number(raw);
  if (typeof raw === "boolean" || !Number.isFinite(number)) return ok(raw);
  const converted = convert(number, unit, item.unit);
  if (converted.ok) return ok(converted.value === number ? raw : converted.value);
  return refuse(converted.refusal.code, { ...converted.refusal.context, item: item.code });
}
