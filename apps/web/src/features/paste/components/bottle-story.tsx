import type { PasteBottleAnswer, PasteStepRow } from "@lineside/domain/solder-paste";
import { formatDuration } from "~/lib/format.ts";
import { useT } from "~/lib/i18n.ts";
import { useMay } from "~/lib/session.ts";
import { type Column, DataTable } from "~/ui/data-table.tsx";
import { Empty } from "~/ui/empty.tsx";
import { TextLink } from "~/ui/link.tsx";
import { Section } from "~/ui/page.tsx";
import { Text } from "~/ui/text.tsx";
import { Duration, Time, useTimeHeader } from "~/ui/time.tsx";
import { Timeline, TimelineItem } from "~/ui/timeline.tsx";
import { stepIcons, stepTones } from "../icons.ts";

type Binding = PasteBottleAnswer["bindings"][number];

/** Every scan of the bottle, the newest first, and every line it was bound to. */
export function BottleStory({ answer }: { answer: PasteBottleAnswer }) {
  const t = useT("paste");
  return (
    <div className="flex flex-col gap-6">
      <Timeline label={t("tab.story")}>
        {answer.steps.map((step) => (
          <StepItem key={step.id} step={step} />
        ))}
      </Timeline>
      <Section title={t("bindings")}>
        <Bindings rows={answer.bindings} />
      </Section>
    </div>
  );
}

function StepItem({ step }: { step: PasteStepRow }) {
  const t = useT("paste");
  const { seconds, fridgeCode, overrode } = step.data;
  const facts = [
    step.actorName,
    step.lineCode,
    step.runNo,
    typeof fridgeCode === "string" && fridgeCode,
    typeof seconds === "number" && formatDuration(seconds * 1000),
  ].filter(Boolean);
  return (
    <TimelineItem
      tone={stepTones[step.action]}
      icon={stepIcons[step.action]}
      title={t(`step.${step.action}`)}
      when={<Time at={step.at} style="minute" zone={false} />}
      facts={facts.join(" · ")}
    >
      {typeof overrode === "string" && (
        <p>
          <Text tone="warn">{t("overrode", { bottle: overrode })}</Text>
        </p>
      )}
      {step.reason && <p>{step.reason}</p>}
    </TimelineItem>
  );
}

function Bindings({ rows }: { rows: Binding[] }) {
  const t = useT("paste");
  const inZone = useTimeHeader();
  const mayRun = useMay("run:read");
  const columns: Column<Binding>[] = [
    { key: "line", header: t("line"), isLead: true, cell: (row) => row.lineCode },
    {
      key: "run",
      header: t("run"),
      cell: (row) =>
        row.runNo && mayRun ? (
          <TextLink to="/runs/$runNo" params={{ runNo: row.runNo }}>
            {row.runNo}
          </TextLink>
        ) : (
          row.runNo
        ),
      isEmpty: (row) => row.runNo === null,
    },
    {
      key: "from",
      header: inZone(t("boundAt")),
      cell: (row) => <Time at={row.boundAt} style="minute" zone={false} />,
    },
    {
      key: "to",
      header: inZone(t("unboundAt")),
      cell: (row) =>
        row.unboundAt ? (
          <Time at={row.unboundAt} style="minute" zone={false} />
        ) : (
          <Text tone="ok">{t("boundNow")}</Text>
        ),
    },
    {
      key: "long",
      header: t("duration"),
      cell: (row) => (
        <Duration ms={row.unboundAt ? Date.parse(row.unboundAt) - Date.parse(row.boundAt) : null} />
      ),
    },
    { key: "by", header: t("by"), cell: (row) => row.boundByName },
    {
      key: "why",
      header: t("reason"),
      cell: (row) => row.unboundReason,
      isEmpty: (row) => !row.unboundReason,
    },
  ];
  return (
    <DataTable
      rows={rows}
      label={t("bindings")}
      columns={columns}
      rowKey={(row) => row.id}
      empty={<Empty title={t("bindings.none")} />}
    />
  );
}
