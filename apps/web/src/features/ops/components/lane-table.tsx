import type { LaneRow } from "@lineside/domain/job";
import { useT } from "~/lib/i18n.ts";
import { type Column, DataTable } from "~/ui/data-table.tsx";
import { TextLink } from "~/ui/link.tsx";
import { Section } from "~/ui/page.tsx";
import { Text } from "~/ui/text.tsx";
import { Ago } from "~/ui/time.tsx";

/** Lanes against states: a number opens its rows. */
export function LaneTable({ lanes }: { lanes: LaneRow[] }) {
  const t = useT("ops");
  return (
    <Section title={t("lanes")} lead={t("lanes.lead")}>
      <DataTable
        rows={lanes}
        label={t("lanes")}
        columns={useColumns()}
        rowKey={({ lane }) => lane}
      />
    </Section>
  );
}

function useColumns(): Column<LaneRow>[] {
  const t = useT("ops");
  const number = (
    key: "ready" | "delayed" | "parked" | "blocked" | "running" | "failed",
    state: string,
  ) => ({
    key,
    header: t(`count.${key}`),
    align: "end" as const,
    isEmpty: (row: LaneRow) => row[key] === 0,
    cell: (row: LaneRow) => <Count lane={row.lane} state={state} count={row[key]} />,
  });
  return [
    { key: "lane", header: t("lane"), isLead: true, cell: ({ lane }) => t(`lane.${lane}`) },
    number("running", "RUNNING"),
    number("ready", "QUEUED"),
    {
      key: "oldest",
      header: t("oldest"),
      isEmpty: ({ oldestReadyAt }) => oldestReadyAt === null,
      cell: ({ oldestReadyAt }) => (oldestReadyAt ? <Ago at={oldestReadyAt} /> : <Nothing />),
    },
    number("delayed", "QUEUED"),
    number("parked", "QUEUED"),
    number("blocked", "QUEUED"),
    {
      key: "stopped",
      header: t("count.stopped"),
      align: "end",
      isEmpty: ({ paused, breaker }) => paused + breaker === 0,
      cell: ({ lane, paused, breaker }) => (
        <Count lane={lane} state="QUEUED" count={paused + breaker} />
      ),
    },
    number("failed", "FAILED"),
  ];
}

const Nothing = () => <Text isQuiet>–</Text>;

function Count({ lane, state, count }: { lane: string; state: string; count: number }) {
  if (count === 0) return <Nothing />;
  return (
    <TextLink to="/ops/jobs" search={{ tab: "list", lane, state }}>
      {count}
    </TextLink>
  );
}
