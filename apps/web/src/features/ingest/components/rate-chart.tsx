import type { MonitorAnswer } from "@lineside/domain/ingest";
import { addMinutes } from "@lineside/domain/kernel";
import { useNavigate } from "@tanstack/react-router";
import { useMemo } from "react";
import { useT } from "~/lib/i18n.ts";
import { Section } from "~/ui/page.tsx";
import { Legend } from "~/ui/river.tsx";
import { StackedBars } from "~/ui/stacked-bars.tsx";
import { statusOf } from "~/ui/status.ts";
import { useStateText } from "~/ui/status-pill.tsx";
import { drawnFates, partsOf } from "../fates.ts";

/** What became of events, minute by minute. */
export function RateChart({ monitor }: { monitor: MonitorAnswer }) {
  const t = useT("ingest");
  const navigate = useNavigate();
  const stateText = useStateText("ingest");
  const { points, stepMinutes, totals } = monitor;
  const bars = useMemo(
    () => points.map(({ at, fates }) => ({ at, parts: partsOf(fates, stateText).toReversed() })),
    [points, stateText],
  );
  const met = drawnFates.filter((fate) => (totals[fate] ?? 0) > 0);
  return (
    <Section
      title={t("rates")}
      lead={t("rates.lead", { count: stepMinutes })}
      actions={
        <Legend
          items={met.map((fate) => ({
            tone: statusOf("ingest", fate).tone,
            label: stateText(fate),
          }))}
        />
      }
    >
      <StackedBars
        label={t("rates")}
        bars={bars}
        onOpen={({ at }) =>
          void navigate({
            to: "/ingest/events",
            search: { from: at, to: addMinutes(at, stepMinutes) },
          })
        }
      />
    </Section>
  );
}
