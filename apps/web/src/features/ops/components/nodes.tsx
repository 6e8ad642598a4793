import type { JobsOverview } from "@lineside/domain/job";
import { useT } from "~/lib/i18n.ts";
import { type Column, DataTable } from "~/ui/data-table.tsx";
import { Empty } from "~/ui/empty.tsx";
import { Section } from "~/ui/page.tsx";
import { Code } from "~/ui/text.tsx";
import { Ago } from "~/ui/time.tsx";

type Node = JobsOverview["nodes"][number];

/** The processes that run jobs; without one nothing does. */
export function Nodes({ nodes }: { nodes: Node[] }) {
  const t = useT("ops");
  const columns: Column<Node>[] = [
    { key: "node", header: t("node"), isLead: true, cell: ({ worker }) => <Code value={worker} /> },
    { key: "version", header: t("version"), cell: ({ version }) => <Code value={version} /> },
    {
      key: "running",
      header: t("count.running"),
      align: "end",
      cell: ({ running }) => running,
    },
    { key: "seen", header: t("seen"), cell: ({ lastSeenAt }) => <Ago at={lastSeenAt} /> },
  ];
  return (
    <Section title={t("nodes")}>
      <DataTable
        rows={nodes}
        label={t("nodes")}
        columns={columns}
        rowKey={({ worker }) => worker}
        empty={<Empty title={t("nodes.none")} hint={t("nodes.noneHint")} />}
      />
    </Section>
  );
}
