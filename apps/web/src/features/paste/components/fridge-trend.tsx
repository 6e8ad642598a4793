import type { FridgeRow, FridgeTrendAnswer } from "@lineside/domain/solder-paste";
import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { formatNumber } from "~/lib/format.ts";
import { useT } from "~/lib/i18n.ts";
import { type Column, DataTable } from "~/ui/data-table.tsx";
import { Disclosure } from "~/ui/disclosure.tsx";
import { Empty } from "~/ui/empty.tsx";
import { Refusal } from "~/ui/refusal.tsx";
import { Skeleton } from "~/ui/skeleton.tsx";
import { Badge } from "~/ui/status-pill.tsx";
import { Time, useTimeHeader } from "~/ui/time.tsx";
import { TrendChart } from "~/ui/trend-chart.tsx";
import { fridgeTrendQuery } from "../api/fridge-trend.ts";

type Point = FridgeTrendAnswer["points"][number];

/** The temperature over the days with the band it has to stay in; the same numbers as a table. */
export function FridgeTrend({ fridge, days }: { fridge: FridgeRow; days: number }) {
  const t = useT("paste");
  const { data, error, refetch } = useQuery(fridgeTrendQuery(fridge.code, days));
  const points = useMemo(
    () =>
      data?.points.map((point) => ({
        at: point.at,
        value: point.meanC,
        low: point.minC,
        high: point.maxC,
        isOut: point.outside > 0,
      })) ?? [],
    [data],
  );
  if (error && !data) return <Refusal error={error} onRetry={() => void refetch()} />;
  if (!data) return <Skeleton className="h-80" />;
  if (points.length === 0)
    return <Empty title={t("fridges.noReadings")} hint={t("fridges.noReadingsHint")} />;
  return (
    <div className="flex min-w-0 flex-col gap-2">
      <TrendChart
        points={points}
        lower={data.minC}
        upper={data.maxC}
        unit="°C"
        label={t("fridges.trend", { code: fridge.code, count: days })}
      />
      <Disclosure summary={t("fridges.asTable")}>
        <TrendTable points={data.points} label={t("fridges.asTable")} />
      </Disclosure>
    </div>
  );
}

function TrendTable({ points, label }: { points: Point[]; label: string }) {
  const t = useT("paste");
  const inZone = useTimeHeader();
  const celsius = (value: number) => `${formatNumber(value, 1)} °C`;
  const columns: Column<Point>[] = [
    {
      key: "at",
      header: inZone(t("from.time")),
      isLead: true,
      cell: (row) => <Time at={row.at} style="minute" zone={false} />,
    },
    { key: "mean", header: t("mean"), align: "end", cell: (row) => celsius(row.meanC) },
    { key: "min", header: t("lowest"), align: "end", cell: (row) => celsius(row.minC) },
    { key: "max", header: t("highest"), align: "end", cell: (row) => celsius(row.maxC) },
    { key: "count", header: t("readings"), align: "end", cell: (row) => row.count },
    {
      key: "out",
      header: t("outOfLimits"),
      align: "end",
      cell: (row) => (row.outside > 0 ? <Badge tone="bad">{row.outside}</Badge> : row.outside),
    },
  ];
  return (
    <DataTable
      rows={points.toReversed()}
      label={label}
      columns={columns}
      rowKey={(row) => row.at}
      maxHeight="24rem"
    />
  );
}
