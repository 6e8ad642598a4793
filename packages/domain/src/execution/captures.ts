import { ok, type Result, refuse } from "../kernel/index.ts";
import { type BreachAction, type FrozenStep, judgeValue } from "../routing/index.ts";
import type { CaptureInput, CaptureValue, JudgedValue, Judgement } from "./schema.ts";

export interface Captured {
  /** In the order of the frozen step's capture items, null where nothing was captured. */
  readonly values: CaptureValue[];
  readonly judgements: Judgement[];
  /** The same with names and limits, for the answer and the event. */
  readonly judged: JudgedValue[];
  readonly breaches: { readonly value: JudgedValue; readonly action: BreachAction }[];
}

/**
 * Judges what was captured against the limits frozen with the step: names belong to the step, a
 * PASS has every required value, each value is of its item's type, and a PASS has no value outside
 * a blocking limit. A FAIL may skip data. domain.md 4.5 #7 and [rec]; D13.
 */
export function judgeCaptures(
  step: FrozenStep,
  captures: readonly CaptureInput[],
  isPass: boolean,
): Result<Captured> {
  const items = step.captureItems;
  const given = new Map(captures.map((capture) => [capture.code, capture.value]));
  const expected = new Set(items.map((item) => item.code));
  const unknown = [...given.keys()].filter((code) => !expected.has(code));
  if (unknown.length > 0)
    return refuse("DATA_SPEC_NOT_FOUND", {
      items: unknown,
      stepNo: step.stepNo,
      expected: [...expected],
    });
  const missing = items.filter((item) => item.isRequired && isEmpty(given.get(item.code)));
  if (isPass && missing.length > 0)
    return refuse("REQUIRED_DATA_MISSING", {
      items: missing.map(({ code, name, nameZh, unit }) => ({ code, name, nameZh, unit })),
      stepNo: step.stepNo,
    });
  const results = items.map((item) => ({ item, result: judgeValue(item, given.get(item.code)) }));
  const invalid = results.flatMap(({ item, result }) =>
    result.ok ? [] : [{ ...result.refusal.context, code: item.code, value: given.get(item.code) }],
  );
  const isTwice = given.size < captures.length;
  if (invalid.length > 0 || isTwice)
    return refuse("DATA_VALUE_INVALID", { items: invalid, isTwice, stepNo: step.stepNo });
  const captured = collect(results);
  const blocking = captured.breaches.filter((breach) => breach.action === "BLOCK");
  if (isPass && blocking.length > 0)
    return refuse("CAPTURE_OUT_OF_LIMITS", {
      items: blocking.map((breach) => breach.value),
      stepNo: step.stepNo,
    });
  return ok(captured);
}

function collect(
  results: { item: FrozenStep["captureItems"][number]; result: ReturnType<typeof judgeValue> }[],
): Captured {
  const captured: Captured = { values: [], judgements: [], judged: [], breaches: [] };
  for (const { item, result } of results) {
    if (!result.ok) continue;
    const { value, judgement, breach } = result.value;
    const judged = judgedValueOf(item, value, judgement);
    captured.values.push(value);
    captured.judgements.push(judgement);
    if (value !== null) captured.judged.push(judged);
    if (breach) captured.breaches.push({ value: judged, action: breach });
  }
  return captured;
}

/** A captured value with the name and limits that were frozen when it was captured. */
export function judgedValueOf(
  item: FrozenStep["captureItems"][number],
  value: CaptureValue,
  judgement: Judgement,
): JudgedValue {
  const { code, name, nameZh, unit, lowerLimit, upperLimit, onBreach } = item;
  return { code, name, nameZh, unit, lowerLimit, upperLimit, value, judgement, onBreach };
}

function isEmpty(value: CaptureValue | undefined): boolean {
  return value === undefined || value === null || value === "";
}
