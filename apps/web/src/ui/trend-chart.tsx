import { useT } from "~/lib/i18n.ts";
import { onDemand } from "~/lib/on-demand.tsx";
import { Skeleton } from "./skeleton.tsx";

export interface TrendPoint {
  at: string;
  value: number;
  /** The lowest and highest of what the point stands for. */
  low: number;
  high: number;
  isOut: boolean;
}

export interface TrendChartProps {
  points: readonly TrendPoint[];
  lower: number | null;
  upper: number | null;
  unit: string;
  /** What is drawn, for who cannot see it; the numbers stand in a table beside it. */
  label: string;
}

const TrendCanvas = onDemand(() => import("./trend-canvas.tsx"), "TrendCanvas");

/** A value over time with the band it has to stay in. The chart library loads with the first chart. */
export function TrendChart(props: TrendChartProps) {
  const t = useT();
  return (
    <figure className="flex min-w-0 flex-col gap-1 rounded-md border border-line bg-surface p-3">
      <figcaption className="flex flex-wrap items-center gap-x-4 gap-y-1 text-[13px] text-ink-3">
        <span className="me-auto font-medium text-ink-2">{props.label}</span>
        <span className="flex items-center gap-1.5">
          <span aria-hidden className="h-3 w-5 border-y-2 border-dashed border-warn bg-ok-tint" />
          {t("trend.band")}
        </span>
        <span className="flex items-center gap-1.5">
          <span aria-hidden className="size-2.5 bg-bad" />
          {t("trend.out")}
        </span>
      </figcaption>
      <TrendCanvas {...props} waiting={<Skeleton className="h-72 w-full" />} />
    </figure>
  );
}
