import type { IngestEffectRow, IngestEventAnswer } from "@lineside/domain/ingest";
import { useT } from "~/lib/i18n.ts";
import { DataTable } from "~/ui/data-table.tsx";
import { TextLink } from "~/ui/link.tsx";
import { Section } from "~/ui/page.tsx";
import { Sn } from "~/ui/sn.tsx";
import { Badge, StatusPill } from "~/ui/status-pill.tsx";

/** What it did to boards: each leads to its trace. */
export function Effects({ event }: { event: IngestEventAnswer }) {
  const t = useT("ingest");
  if (event.effects.length === 0) return null;
  return (
    <Section
      title={t("effects")}
      lead={event.hasMoreEffects ? t("effects.more", { count: event.effects.length }) : undefined}
    >
      <DataTable
        rows={event.effects}
        label={t("effects")}
        maxHeight="24rem"
        rowKey={({ unitId, effect }) => `${unitId} ${effect}`}
        columns={[
          {
            key: "unit",
            header: t("unit"),
            isLead: true,
            cell: ({ sn }) => (
              <TextLink to="/trace/$sn" params={{ sn }}>
                <Sn value={sn} />
              </TextLink>
            ),
          },
          { key: "effect", header: t("effect"), cell: (row) => <Effect row={row} /> },
          {
            key: "step",
            header: t("step"),
            isEmpty: ({ stepNo }) => stepNo === null,
            cell: ({ stepNo, stationCode }) => [stepNo, stationCode].filter(Boolean).join(" · "),
          },
          {
            key: "result",
            header: t("judged.ours"),
            isEmpty: ({ result }) => result === null,
            cell: ({ result }) => result && <StatusPill kind="batch" state={result} />,
          },
        ]}
      />
    </Section>
  );
}

function Effect({ row }: { row: IngestEffectRow }) {
  const t = useT("ingest");
  return (
    <span className="flex flex-wrap items-center gap-2">
      {t(`effect.${row.effect}`)}
      {row.isUndone && <Badge>{t("undone")}</Badge>}
    </span>
  );
}
