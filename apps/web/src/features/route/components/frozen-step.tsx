import {
  type CompileError,
  type DraftStep,
  type FrozenCaptureItem,
  flatMapping,
  type Origin,
} from "@lineside/domain/routing";
import { CircleX } from "lucide-react";
import type { ReactNode } from "react";
import { useLocalName, useT } from "~/lib/i18n.ts";
import { type Column, DataTable } from "~/ui/data-table.tsx";
import { KeyValues } from "~/ui/key-values.tsx";
import { Section } from "~/ui/page.tsx";
import { StationTypeBadge } from "~/ui/station-type.tsx";
import { Code, Text } from "~/ui/text.tsx";
import { useExpectedText, useFaultText, useOriginText } from "./words.ts";

interface FrozenStepProps {
  step: DraftStep;
  faults: readonly CompileError[];
}

/** Everything a version knows of a step, each setting with the scope that said it. */
export function FrozenStepView({ step, faults }: FrozenStepProps) {
  const t = useT("route");
  const tWords = useT("words");
  const local = useLocalName();
  const sayFault = useFaultText();
  const { operation, origin } = step;
  const from = useFrom(operation?.code ?? null);
  const yesNo = (value: boolean) => t(value ? "value.yes" : "value.no");
  const columns = useItemColumns();
  return (
    <Section
      isFramed
      id={`step-${step.stepNo}`}
      title={
        <span className="flex flex-wrap items-baseline gap-x-2">
          {step.stepNo} · {step.name ?? (operation && local(operation))}
          <Code value={operation?.code ?? "–"} />
        </span>
      }
      lead={operation?.traits.map((trait) => tWords(`trait.${trait}`)).join(" · ")}
    >
      {faults.map((fault) => (
        <Text key={`${fault.code} ${JSON.stringify(fault.context)}`} tone="bad">
          <span className="flex items-start gap-1.5">
            <CircleX aria-hidden className="mt-0.5 size-4 shrink-0" />
            {sayFault(fault)}
          </span>
        </Text>
      ))}
      <KeyValues
        isWide
        items={[
          [
            t("stationType"),
            step.stationType &&
              from(origin.stationType, <StationTypeBadge type={step.stationType} />),
          ],
          [t("group"), step.stationGroup && from(origin.stationGroup, step.stationGroup.code)],
          [
            t("stations"),
            step.stationGroup || step.allowedStations.length > 0
              ? from(origin.allowedStations, stationCodes(step, t("anyOfGroup")))
              : null,
          ],
          [t("faiField"), from(origin.requiresFai, yesNo(step.requiresFai))],
          [
            t("authorizationField"),
            from(origin.requiresAuthorization, yesNo(step.requiresAuthorization)),
          ],
          step.expectedProgram !== undefined && [
            t("diff.expectedProgram"),
            from(origin.expectedProgram ?? "DEFAULT", <Code value={step.expectedProgram} />),
          ],
          step.ingestMapping !== undefined && [
            t("machineEvents"),
            from(origin.ingestMapping ?? "DEFAULT", <MappingLines step={step} />),
          ],
          step.sourceStepKey !== null && [
            t("sourceStepKey"),
            <Code key="s" value={step.sourceStepKey} />,
          ],
        ]}
      />
      {step.captureItems.length > 0 && (
        <DataTable
          rows={step.captureItems}
          columns={columns}
          rowKey={(item) => item.id}
          label={t("items")}
        />
      )}
    </Section>
  );
}

/** Field by field, as an engineer compares it with a payload. */
function MappingLines({ step }: { step: DraftStep }) {
  return (
    <span className="flex flex-col">
      {Object.entries(flatMapping(step.ingestMapping)).map(([field, value]) => (
        <Code
          key={field}
          value={`${field.slice("ingestMapping.".length)}: ${[value].flat().join(", ")}`}
        />
      ))}
    </span>
  );
}

function stationCodes({ allowedStations }: DraftStep, any: string): string {
  return allowedStations.map(({ code }) => code).join(", ") || any;
}

/** A value with, quieter, who said it. */
function useFrom(operation: string | null) {
  const originText = useOriginText();
  return (origin: Origin, value: ReactNode) => (
    <span className="flex flex-col items-start">
      <span>{value}</span>
      <Text isQuiet isSmall>
        {originText(origin, operation)}
      </Text>
    </span>
  );
}

function useItemColumns(): Column<FrozenCaptureItem>[] {
  const t = useT("route");
  const local = useLocalName();
  const expected = useExpectedText();
  return [
    {
      key: "name",
      header: t("item.what"),
      isLead: true,
      cell: (item) => (
        <span className="flex flex-wrap items-baseline gap-x-2">
          {local(item)} <Code value={item.code} />
        </span>
      ),
    },
    { key: "type", header: t("item.type"), cell: (item) => t(`dataType.${item.dataType}`) },
    {
      key: "expected",
      header: t("item.limits"),
      cell: (item) => expected(item) ?? item.unit,
      isEmpty: (item) => (expected(item) ?? item.unit) === null,
    },
    {
      key: "required",
      header: t("item.entry"),
      cell: (item) => t(item.isRequired ? "item.required" : "item.optional"),
    },
    {
      key: "breach",
      header: t("item.onBreach"),
      cell: (item) => t(`breach.${item.onBreach}`),
    },
  ];
}
