import { type JobKindRow, type JobRow, jobStateNames, lanes } from "@lineside/domain/job";
import { useQuery } from "@tanstack/react-query";
import { Pause, Play } from "lucide-react";
import { useT } from "~/lib/i18n.ts";
import { useRows } from "~/lib/pages.ts";
import { Button } from "~/ui/button.tsx";
import { type Column, DataTable } from "~/ui/data-table.tsx";
import { Empty } from "~/ui/empty.tsx";
import { FilterBar } from "~/ui/filter-bar.tsx";
import { ReasonButton } from "~/ui/reason-button.tsx";
import { Refusal } from "~/ui/refusal.tsx";
import { StatusPill, useStateText } from "~/ui/status-pill.tsx";
import { Code, Text } from "~/ui/text.tsx";
import { Time, useTimeHeader } from "~/ui/time.tsx";
import { useWhyNot } from "~/ui/why-not.ts";
import { jobsKey, overviewQuery } from "../api/overview.ts";
import { usePauseKind } from "../api/pause-kind.ts";

type Search = Partial<Record<"q" | "state" | "lane" | "kind" | "job", string>>;

interface JobListProps {
  search: Search;
  onChange: (patch: Search) => void;
}

/** Every job that is kept, newest first. */
export function JobList({ search, onChange }: JobListProps) {
  const t = useT("ops");
  const { q, state, lane, kind } = search;
  const filters = { q, state, lane, kind };
  const rows = useRows<JobRow>([...jobsKey, "list", filters], "/ops/jobs", filters);
  return (
    <div className="flex flex-col gap-3">
      <FilterBar
        searchLabel={t("search")}
        values={filters}
        onChange={onChange}
        filters={useFilters()}
      />
      <DataTable
        {...rows}
        label={t("list")}
        columns={useColumns()}
        rowKey={({ id }) => id}
        onOpen={({ id }) => onChange({ job: id })}
        isSelected={({ id }) => id === search.job}
        empty={<Empty title={t("list.none")} hint={t("list.noneHint")} />}
      />
    </div>
  );
}

function useFilters() {
  const t = useT("ops");
  const stateText = useStateText("job");
  const kinds = useQuery(overviewQuery).data?.kinds ?? [];
  return [
    {
      key: "state",
      label: t("state"),
      choices: jobStateNames.map((value) => ({ value, label: stateText(value) })),
    },
    {
      key: "lane",
      label: t("lane"),
      choices: lanes.map((value) => ({ value, label: t(`lane.${value}`) })),
    },
    {
      key: "kind",
      label: t("kind"),
      choices: kinds.map(({ kind }) => ({ value: kind, label: kind })),
    },
  ];
}

function useColumns(): Column<JobRow>[] {
  const t = useT("ops");
  const timeHeader = useTimeHeader();
  return [
    {
      key: "kind",
      header: t("kind"),
      isLead: true,
      width: "14rem",
      cell: ({ kind }) => <Code value={kind} />,
    },
    {
      key: "state",
      header: t("state"),
      cell: (row) => (
        <span className="flex flex-wrap items-center gap-x-2">
          <StatusPill kind={row.wait ? "jobWait" : "job"} state={row.wait ?? row.state} />
          {row.errorCode && <Code value={row.errorCode} />}
        </span>
      ),
    },
    {
      key: "subject",
      header: t("subject"),
      cell: ({ subject }) => subject && <Code value={subject} />,
      isEmpty: ({ subject }) => subject === null,
    },
    {
      key: "lane",
      header: t("lane"),
      width: "6rem",
      cell: ({ lane }) => t(`lane.${lane as "event"}`),
    },
    { key: "attempt", header: t("attempts"), align: "end", cell: ({ attempt }) => attempt },
    {
      key: "due",
      header: timeHeader(t("due")),
      cell: ({ notBefore }) => <Time at={notBefore} zone={false} />,
    },
    {
      key: "finished",
      header: timeHeader(t("finished")),
      cell: ({ finishedAt }) => <Time at={finishedAt} zone={false} />,
      isEmpty: ({ finishedAt }) => finishedAt === null,
    },
  ];
}

/** What the server can do by itself, and what it was told to leave for now. */
export function KindTable() {
  const t = useT("ops");
  const { data, error, isPending, refetch } = useQuery(overviewQuery);
  const { pause, resume } = usePauseKind();
  return (
    <div className="flex flex-col gap-3">
      {resume.error && <Refusal error={resume.error} />}
      <DataTable
        rows={data?.kinds ?? []}
        isLoading={isPending}
        error={error}
        retry={() => void refetch()}
        label={t("kinds")}
        columns={useKindColumns({ pause, resume })}
        rowKey={({ kind }) => kind}
      />
    </div>
  );
}

function useKindColumns({ pause, resume }: ReturnType<typeof usePauseKind>): Column<JobKindRow>[] {
  const t = useT("ops");
  const whyNot = useWhyNot();
  return [
    { key: "kind", header: t("kind"), isLead: true, cell: ({ kind }) => <Code value={kind} /> },
    { key: "open", header: t("open"), align: "end", cell: ({ open }) => open },
    {
      key: "failed",
      header: t("count.failed"),
      align: "end",
      cell: ({ failed }) => (failed > 0 ? <Text tone="bad">{failed}</Text> : failed),
    },
    { key: "cap", header: t("cap"), align: "end", cell: ({ cap }) => cap ?? "–" },
    {
      key: "paused",
      header: t("paused"),
      cell: ({ pauseReason }) => pauseReason,
      isEmpty: ({ isPaused }) => !isPaused,
    },
    {
      key: "do",
      header: "",
      align: "end",
      cell: ({ kind, isPaused }) =>
        isPaused ? (
          <Button
            size="small"
            icon={Play}
            disabledReason={whyNot("job:operate")}
            onClick={() => resume.mutate(kind)}
          >
            {t("resume")}
          </Button>
        ) : (
          <ReasonButton
            size="small"
            look="quiet"
            icon={Pause}
            label={t("pause")}
            question={t("pause.question")}
            disabledReason={whyNot("job:operate")}
            onConfirm={(reason) => pause.mutateAsync({ kind, reason })}
          />
        ),
    },
  ];
}
