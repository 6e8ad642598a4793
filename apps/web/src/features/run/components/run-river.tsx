import type { RunAnswer, RunProgress } from "@lineside/domain/work-order";
import type { UseQueryResult } from "@tanstack/react-query";
import { useLocalName, useT } from "~/lib/i18n.ts";
import { Section } from "~/ui/page.tsx";
import { Refusal } from "~/ui/refusal.tsx";
import { Legend, River, type RiverStep } from "~/ui/river.tsx";
import { Loading } from "~/ui/skeleton.tsx";
import type { Tone } from "~/ui/status.ts";
import { useStateText } from "~/ui/status-pill.tsx";
import { bottleneckOf } from "../river.ts";

export interface UnitFilter {
  step?: string;
  state?: string;
}

interface RunRiverProps {
  run: RunAnswer;
  progress: UseQueryResult<RunProgress>;
  onOpen: (filter: UnitFilter) => void;
}

const here = [
  ["queued", "QUEUED", "wait"],
  ["inStation", "IN_STATION", "ok"],
  ["failed", "OUT_FAILED", "bad"],
  ["held", "ON_HOLD", "held"],
] as const;

/** The run's boards flowing through the steps of its frozen route; every block opens its boards. */
export function RunRiver({ run, progress, onOpen }: RunRiverProps) {
  const t = useT("run");
  const stateText = useStateText("unit");
  const steps = useSteps(progress.data, onOpen);
  const legend: { tone: Tone; label: string; isPast?: boolean }[] = [
    ...here.map(([, state, tone]) => ({ tone, label: stateText(state) })),
    { tone: "ok", label: t("passed"), isPast: true },
  ];
  return (
    <Section isFramed title={t("river")} lead={t("riverLead")}>
      {progress.error && <Refusal error={progress.error} />}
      {!progress.data && !progress.error && <Loading lines={5} />}
      {progress.data && (
        <>
          <River steps={steps} full={Math.max(run.planQty, run.counts.total)} label={t("river")} />
          <Legend items={legend} />
        </>
      )}
    </Section>
  );
}

function useSteps(progress: RunProgress | undefined, onOpen: RunRiverProps["onOpen"]): RiverStep[] {
  const t = useT("run");
  const local = useLocalName();
  const stateText = useStateText("unit");
  if (!progress) return [];
  const bottleneck = bottleneckOf(progress.steps);
  const steps = progress.steps.map((step) => ({
    key: String(step.stepNo),
    number: step.stepNo,
    name: local(step),
    isBottleneck: step.stepNo === bottleneck,
    blocks: [
      ...here.map(([key, state, tone]) => ({
        key,
        tone,
        label: stateText(state),
        quantity: step[key],
        onOpen: () => onOpen({ step: String(step.stepNo), state }),
      })),
      // Below what is still here, like water that has gone by.
      {
        key: "passed",
        tone: "ok" as const,
        label: t("passed"),
        quantity: step.passed,
        isPast: true,
      },
    ],
  }));
  const { done, scrapped } = progress.totals;
  return [
    ...steps,
    {
      key: "end",
      number: "✓",
      name: t("end"),
      blocks: [
        {
          key: "scrapped",
          tone: "bad",
          label: stateText("SCRAPPED"),
          quantity: scrapped,
          onOpen: () => onOpen({ state: "SCRAPPED" }),
        },
        {
          key: "done",
          tone: "ok",
          label: stateText("DONE"),
          quantity: done,
          onOpen: () => onOpen({ state: "DONE" }),
        },
      ],
    },
  ];
}
