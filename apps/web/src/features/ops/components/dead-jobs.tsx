import type { JobCaseGroup } from "@lineside/domain/job";
import { useT } from "~/lib/i18n.ts";
import type { Reach } from "~/lib/on-demand.tsx";
import { useRows } from "~/lib/pages.ts";
import { type Column, DataTable } from "~/ui/data-table.tsx";
import { Empty } from "~/ui/empty.tsx";
import { Section } from "~/ui/page.tsx";
import { useRefusalText } from "~/ui/refusal.tsx";
import { Code, Text } from "~/ui/text.tsx";
import { Ago } from "~/ui/time.tsx";
import { jobsKey } from "../api/overview.ts";

/** Dead jobs by their cause: a hundred of one cause are one row. */
export function DeadJobs({ onOpen, reach }: { onOpen: (cause: string) => void; reach: Reach }) {
  const t = useT("ops");
  const rows = useRows<JobCaseGroup>([...jobsKey, "cases"], "/ops/cases");
  return (
    <Section title={t("dead")} lead={t("dead.lead")}>
      <DataTable
        {...rows}
        label={t("dead")}
        columns={useColumns()}
        rowKey={({ fingerprint }) => fingerprint}
        onOpen={({ fingerprint }) => onOpen(fingerprint)}
        reach={reach}
        maxHeight="24rem"
        empty={<Empty title={t("dead.none")} hint={t("dead.noneHint")} />}
      />
    </Section>
  );
}

function useColumns(): Column<JobCaseGroup>[] {
  const t = useT("ops");
  const say = useRefusalText();
  return [
    {
      key: "cause",
      header: t("cause"),
      isLead: true,
      cell: ({ code, sample }) => (
        <span className="flex flex-col py-1">
          <span>{say({ code, context: sample.context })}</span>
          <Code value={code} />
        </span>
      ),
    },
    {
      key: "count",
      header: t("count"),
      align: "end",
      width: "5rem",
      cell: ({ count }) => (
        <Text isStrong tone="bad">
          {count}
        </Text>
      ),
    },
    { key: "kind", header: t("kind"), width: "12rem", cell: ({ kind }) => <Code value={kind} /> },
    { key: "last", header: t("lastOne"), width: "9rem", cell: ({ lastAt }) => <Ago at={lastAt} /> },
    {
      key: "first",
      header: t("firstOne"),
      width: "9rem",
      cell: ({ firstAt }) => <Ago at={firstAt} />,
    },
  ];
}
