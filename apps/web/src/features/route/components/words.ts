import type { CompileError, FrozenCaptureItem, FrozenStep, Origin } from "@lineside/domain/routing";
import { formatNumber } from "~/lib/format.ts";
import { useT } from "~/lib/i18n.ts";
import { useRefusalText } from "~/ui/refusal.tsx";
import { useStationTypeText } from "~/ui/station-type.tsx";

/** Who says so: this step, its operation, the route, the plant, or nobody. */
export function useOriginText(): (origin: Origin, operation: string | null) => string {
  const t = useT("route");
  return (origin, operation) => t(`origin.${origin}`, { operation });
}

/** The sentence of a compile error, with its stations and reasons in words. */
export function useFaultText(): (fault: CompileError) => string {
  const t = useT("route");
  const say = useRefusalText();
  const typeText = useStationTypeText();
  return ({ code, context }) => {
    const told: Record<string, unknown> = { ...context };
    if (context.station !== undefined) told.code = context.station;
    for (const name of ["stationType", "required"])
      if (typeof context[name] === "string") told[name] = typeText(String(context[name]));
    if (context.reason !== undefined) told.reason = t(`fault.${context.reason}`);
    return say({ code, context: told });
  };
}

/** All of them as lines of text, to hand to whoever can put them right. */
export function useFaultLines(): (
  faults: readonly CompileError[],
  steps: readonly StepName[],
) => string {
  const t = useT("route");
  const sayFault = useFaultText();
  return (faults, steps) =>
    faults
      .map((fault) => {
        const step = steps.find(({ stepNo }) => stepNo === fault.stepNo);
        const place =
          fault.stepNo === null
            ? t("wholeRoute")
            : t("stepAt", { no: fault.stepNo, operation: step?.operation?.code });
        return `${place}: ${sayFault(fault)} [${fault.code}]`;
      })
      .join("\n");
}

type StepName = Pick<FrozenStep, "stepNo"> & { operation: { code: string } | null };

export type ItemRule = Omit<FrozenCaptureItem, "id" | "code" | "name" | "nameZh">;

/** What is expected of a value: `235 – 250 °C`, `yes`, `A, B or C`; null: anything. */
export function useExpectedText(): (item: ItemRule) => string | null {
  const t = useT("route");
  return (item) => {
    const { dataType, lowerLimit, upperLimit, target, choices } = item;
    const unit = item.unit ? ` ${item.unit}` : "";
    const number = (value: number) => formatNumber(value, 6);
    if (dataType === "CHOICE") return choices?.join(" / ") ?? null;
    if (dataType === "BOOLEAN")
      return target === null ? null : t(target === 1 ? "value.yes" : "value.no");
    if (lowerLimit !== null && upperLimit !== null)
      return `${number(lowerLimit)} – ${number(upperLimit)}${unit}`;
    if (lowerLimit !== null) return `≥ ${number(lowerLimit)}${unit}`;
    if (upperLimit !== null) return `≤ ${number(upperLimit)}${unit}`;
    return target === null ? null : t("item.nominal", { value: `${number(target)}${unit}` });
  };
}

/** A capture item in one line, as a diff or a list tells it. */
export function useItemText(): (item: ItemRule) => string {
  const t = useT("route");
  const expected = useExpectedText();
  return (item) =>
    [
      t(`dataType.${item.dataType}`),
      expected(item) ?? item.unit,
      t(item.isRequired ? "item.required" : "item.optional"),
      t(`breach.${item.onBreach}`),
    ]
      .filter(Boolean)
      .join(" · ");
}
