import type { FridgeReadingRow, FridgeRow } from "@lineside/domain/solder-paste";
import { ClipboardCheck } from "lucide-react";
import { formatNumber } from "~/lib/format.ts";
import { useT } from "~/lib/i18n.ts";
import { useRows } from "~/lib/pages.ts";
import { useMay } from "~/lib/session.ts";
import { useCommand } from "~/lib/use-command.ts";
import { type Column, DataTable } from "~/ui/data-table.tsx";
import { Empty } from "~/ui/empty.tsx";
import { Section } from "~/ui/page.tsx";
import { ReasonButton } from "~/ui/reason-button.tsx";
import { Badge } from "~/ui/status-pill.tsx";
import { Text } from "~/ui/text.tsx";
import { Time, useTimeHeader } from "~/ui/time.tsx";
import { reviewReading } from "../api/save-fridge.ts";

/** What was read, and who looked at it: the log that QR-Pro-073 keeps on paper. */
export function ReadingList({ fridge }: { fridge: FridgeRow }) {
  const t = useT("paste");
  const rows = useRows<FridgeReadingRow>(
    ["fridges", "readings", fridge.code],
    `/fridges/${encodeURIComponent(fridge.code)}/readings`,
  );
  return (
    <Section title={t("readings.title")}>
      <DataTable
        {...rows}
        label={t("readings.title")}
        columns={useColumns()}
        rowKey={(row) => row.id}
        empty={<Empty title={t("fridges.noReadings")} />}
      />
    </Section>
  );
}

function useColumns(): Column<FridgeReadingRow>[] {
  const t = useT("paste");
  const inZone = useTimeHeader();
  return [
    {
      key: "at",
      header: inZone(t("measuredAt")),
      isLead: true,
      width: "11rem",
      cell: (row) => <Time at={row.measuredAt} style="minute" zone={false} />,
    },
    {
      key: "value",
      header: t("temperature"),
      width: "12rem",
      align: "end",
      cell: (row) => (
        <span className="inline-flex items-center gap-2">
          {!row.isWithin && <Badge tone="bad">{t("outOfLimits")}</Badge>}
          <Text isStrong tone={row.isWithin ? "ok" : "bad"}>
            {formatNumber(row.temperatureC)} °C
          </Text>
        </span>
      ),
    },
    {
      key: "limits",
      header: t("limits"),
      width: "8rem",
      align: "end",
      cell: (row) => `${formatNumber(row.minC)}–${formatNumber(row.maxC)} °C`,
    },
    { key: "by", header: t("readBy"), cell: (row) => row.measuredByName },
    {
      key: "source",
      header: t("source"),
      cell: (row) => t(`source.${row.source}`),
    },
    {
      key: "remark",
      header: t("remark"),
      cell: (row) => row.remark,
      isEmpty: (row) => !row.remark,
    },
    { key: "review", header: t("review"), cell: (row) => <Review row={row} /> },
  ];
}

function Review({ row }: { row: FridgeReadingRow }) {
  const t = useT("paste");
  const may = useMay("paste:handle");
  const review = useCommand(reviewReading, { touches: [["fridges"]] });
  if (row.reviewedAt)
    return (
      <Text isQuiet isSmall>
        {row.reviewedByName} · <Time at={row.reviewedAt} style="minute" zone={false} />
      </Text>
    );
  if (!may) return <Text isQuiet>{t("review.open")}</Text>;
  return (
    <ReasonButton
      size="small"
      icon={ClipboardCheck}
      label={t("review.do")}
      reason="optional"
      question={t("review.question")}
      onConfirm={(remark) => review.mutateAsync({ id: row.id, remark: remark || undefined })}
    />
  );
}
