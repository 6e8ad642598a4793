import type { CronRow } from "@lineside/domain/job";
import { useQuery } from "@tanstack/react-query";
import { Play } from "lucide-react";
import { useT } from "~/lib/i18n.ts";
import { Button } from "~/ui/button.tsx";
import { type Column, DataTable } from "~/ui/data-table.tsx";
import { Section } from "~/ui/page.tsx";
import { Refusal } from "~/ui/refusal.tsx";
import { StatusPill } from "~/ui/status-pill.tsx";
import { Code, Text } from "~/ui/text.tsx";
import { Ago, Time, useTimeHeader } from "~/ui/time.tsx";
import { useWhyNot } from "~/ui/why-not.ts";
import { cronsQuery, useRunCron } from "../api/crons.ts";

/** What runs by the clock: when it last did, how it went, when it does next. */
export function Timetables() {
  const t = useT("ops");
  const { data, error, isPending, refetch } = useQuery(cronsQuery);
  const run = useRunCron();
  return (
    <Section title={t("crons")} lead={t("crons.lead")}>
      {run.error && <Refusal error={run.error} />}
      <DataTable
        rows={data ?? []}
        isLoading={isPending}
        error={error}
        retry={() => void refetch()}
        label={t("crons")}
        columns={useColumns(run)}
        rowKey={({ name }) => name}
      />
    </Section>
  );
}

function useColumns(run: ReturnType<typeof useRunCron>): Column<CronRow>[] {
  const t = useT("ops");
  const timeHeader = useTimeHeader();
  const whyNot = useWhyNot();
  return [
    {
      key: "name",
      header: t("cron"),
      isLead: true,
      cell: ({ name, pattern }) => (
        <span className="flex flex-wrap items-baseline gap-x-2">
          {name} <Code value={pattern} />
        </span>
      ),
    },
    {
      key: "last",
      header: t("last"),
      cell: (row) => <Last cron={row} />,
    },
    {
      key: "next",
      header: timeHeader(t("next")),
      cell: ({ nextAt }) => <Time at={nextAt} zone={false} />,
    },
    {
      key: "run",
      header: "",
      align: "end",
      cell: ({ name, isRunning }) => (
        <Button
          size="small"
          icon={Play}
          isBusy={isRunning || (run.isPending && run.variables === name)}
          disabledReason={whyNot("job:operate")}
          onClick={() => run.mutate(name)}
        >
          {t("runNow")}
        </Button>
      ),
    },
  ];
}

function Last({ cron }: { cron: CronRow }) {
  const t = useT("ops");
  if (cron.lastOutcome === null || cron.lastFinishedAt === null)
    return <Text isQuiet>{t("notYet")}</Text>;
  return (
    <span className="flex flex-wrap items-center gap-x-2">
      <StatusPill kind="job" state={cron.lastOutcome} />
      <Ago at={cron.lastFinishedAt} />
      {cron.lastError && <Code value={cron.lastError} />}
    </span>
  );
}
