import type { HealthNode } from "@lineside/domain/health";
import { useT } from "~/lib/i18n.ts";
import { DataTable } from "~/ui/data-table.tsx";
import { Section } from "~/ui/page.tsx";
import { Badge } from "~/ui/status-pill.tsx";
import { Ago } from "~/ui/time.tsx";
import { toneIcon } from "~/ui/vitals.tsx";
import { toneOf } from "../parts.ts";
import { useHealthWords } from "./health-words.ts";

/** Where several nodes serve one plant: how each of them is. */
export function NodeList({ nodes }: { nodes: readonly HealthNode[] }) {
  const t = useT("health");
  const words = useHealthWords();
  return (
    <Section title={t("nodes")}>
      <DataTable
        label={t("nodes")}
        rows={[...nodes]}
        rowKey={({ node }) => node}
        columns={[
          { key: "node", header: t("node"), isLead: true, cell: ({ node }) => node },
          {
            key: "level",
            header: t("state"),
            cell: ({ level }) => (
              <Badge tone={toneOf[level]} icon={toneIcon[toneOf[level]]}>
                {t(`level.${level}`)}
              </Badge>
            ),
          },
          { key: "version", header: t("version"), cell: ({ version }) => version },
          { key: "seenAt", header: t("seenAt"), cell: ({ seenAt }) => <Ago at={seenAt} /> },
          {
            key: "troubles",
            header: t("troubles"),
            isEmpty: ({ troubles }) => troubles.length === 0,
            cell: ({ troubles }) => troubles.map(words.sentence).join(" · "),
          },
        ]}
      />
    </Section>
  );
}
