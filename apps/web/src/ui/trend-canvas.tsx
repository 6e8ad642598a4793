import { useEffect, useRef } from "react";
import uPlot from "uplot";
import "uplot/dist/uPlot.min.css";
import { formatNumber, formatTime } from "~/lib/format.ts";
import { useTheme } from "~/lib/theme.ts";
import { useMedia } from "~/lib/use-media.ts";
import type { TrendChartProps, TrendPoint } from "./trend-chart.tsx";

/** Drawn by uPlot on a canvas; colours are the theme's own, read anew when it changes. */
export function TrendCanvas(props: TrendChartProps) {
  const box = useRef<HTMLDivElement>(null);
  const readout = useRef<HTMLParagraphElement>(null);
  const theme = useTheme();
  const isDark = useMedia("(prefers-color-scheme: dark)");
  const { points, lower, upper, unit, label } = props;
  // biome-ignore lint/correctness/useExhaustiveDependencies: the theme says when to read colours again
  useEffect(() => {
    const root = box.current;
    if (!root) return;
    const chart = new uPlot(
      withReadout(optionsOf({ points, lower, upper, unit, label }, root), (at) => {
        if (readout.current) readout.current.textContent = textOf(points[at], unit);
      }),
      [points.map((point) => Date.parse(point.at) / 1000), points.map((point) => point.value)],
      root,
    );
    const follow = new ResizeObserver(() =>
      chart.setSize({ width: root.clientWidth, height: root.clientHeight }),
    );
    follow.observe(root);
    return () => {
      follow.disconnect();
      chart.destroy();
    };
  }, [points, lower, upper, unit, label, theme, isDark]);
  return (
    <div aria-hidden>
      <div ref={box} className="h-72 w-full min-w-0" />
      <p ref={readout} className="min-h-5 text-center text-[13px] font-medium" />
    </div>
  );
}

/** What the cursor points at, in words below the chart. */
function withReadout(options: uPlot.Options, tell: (at: number) => void): uPlot.Options {
  const setCursor = [(chart: uPlot) => tell(chart.cursor.idx ?? -1)];
  return { ...options, hooks: { ...options.hooks, setCursor } };
}

function textOf(point: TrendPoint | undefined, unit: string): string {
  if (!point) return "";
  const range =
    point.low === point.high ? "" : ` (${formatNumber(point.low)}–${formatNumber(point.high)})`;
  return `${formatTime(point.at, "minute")}   ${formatNumber(point.value)} ${unit}${range}`;
}

function optionsOf(props: TrendChartProps, root: HTMLElement): uPlot.Options {
  const { points, lower, upper, unit } = props;
  const ink = colourReader(root);
  const axis = {
    stroke: ink("--ink-3"),
    grid: { stroke: ink("--line"), width: 1 },
    ticks: { stroke: ink("--line"), width: 1 },
    font: "12px sans-serif",
  };
  return {
    width: root.clientWidth,
    height: root.clientHeight,
    legend: { show: false },
    cursor: { y: false, points: { size: 9 } },
    scales: {
      x: { time: true },
      y: {
        range: (_, low, high) =>
          spread([low, high, lower, upper, ...points.flatMap((point) => [point.low, point.high])]),
      },
    },
    axes: [
      { ...axis, values: (_, at) => at.map((second) => timeMark(second, at)), space: 90 },
      { ...axis, values: (_, at) => at.map((value) => `${formatNumber(value)} ${unit}`), size: 64 },
    ],
    series: [
      {},
      {
        stroke: ink("--wait"),
        width: 2,
        points: { show: true, size: 7, fill: ink("--surface"), stroke: ink("--wait") },
      },
    ],
    hooks: {
      drawClear: [(chart) => drawBand(chart, { lower, upper, fill: ink("--ok-tint") })],
      draw: [
        (chart) => {
          drawLimits(chart, { lower, upper, stroke: ink("--warn") });
          drawRanges(chart, { points, stroke: ink("--wait") });
          drawMarks(chart, { ...props, fill: ink("--bad") });
        },
      ],
    },
  };
}

function colourReader(root: HTMLElement): (name: string) => string {
  const style = getComputedStyle(root);
  return (name) => style.getPropertyValue(name).trim();
}

/** The limits are always in sight, with a little room around what was measured. */
function spread(values: (number | null)[]): [number, number] {
  const known = values.filter((value): value is number => Number.isFinite(value));
  const low = Math.min(...known);
  const high = Math.max(...known);
  const room = (high - low || 1) * 0.15;
  return [low - room, high + room];
}

/** Days where the marks are days apart, else the time of day in plant time. */
function timeMark(second: number, all: number[]): string {
  const isDaily = (all[1] ?? second) - (all[0] ?? second) >= 43_200;
  const text = formatTime(second * 1000, isDaily ? "date" : "minute");
  return isDaily ? text.slice(5) : text.slice(5).replace(" ", "\n");
}

interface Band {
  lower: number | null;
  upper: number | null;
}

function drawBand(chart: uPlot, { lower, upper, fill }: Band & { fill: string }): void {
  const { ctx, bbox } = chart;
  const top = upper === null ? bbox.top : chart.valToPos(upper, "y", true);
  const bottom = lower === null ? bbox.top + bbox.height : chart.valToPos(lower, "y", true);
  ctx.save();
  ctx.fillStyle = fill;
  ctx.fillRect(bbox.left, top, bbox.width, bottom - top);
  ctx.restore();
}

function drawLimits(chart: uPlot, { lower, upper, stroke }: Band & { stroke: string }): void {
  const { ctx, bbox } = chart;
  ctx.save();
  ctx.strokeStyle = stroke;
  ctx.lineWidth = devicePixelRatio * 1.5;
  ctx.setLineDash([6 * devicePixelRatio, 4 * devicePixelRatio]);
  for (const limit of [lower, upper]) {
    if (limit === null) continue;
    const y = chart.valToPos(limit, "y", true);
    ctx.beginPath();
    ctx.moveTo(bbox.left, y);
    ctx.lineTo(bbox.left + bbox.width, y);
    ctx.stroke();
  }
  ctx.restore();
}

/** From the lowest to the highest of what one point stands for. */
function drawRanges(
  chart: uPlot,
  { points, stroke }: Pick<TrendChartProps, "points"> & { stroke: string },
): void {
  const { ctx } = chart;
  ctx.save();
  ctx.strokeStyle = stroke;
  ctx.lineWidth = devicePixelRatio;
  for (const { at, low, high } of points) {
    if (low === high) continue;
    const x = chart.valToPos(Date.parse(at) / 1000, "x", true);
    ctx.beginPath();
    ctx.moveTo(x, chart.valToPos(low, "y", true));
    ctx.lineTo(x, chart.valToPos(high, "y", true));
    ctx.stroke();
  }
  ctx.restore();
}

/** Out of the limits: a filled square where it was furthest out, so that colour is not the only difference. */
function drawMarks(
  chart: uPlot,
  { points, upper, fill }: Pick<TrendChartProps, "points" | "upper"> & { fill: string },
): void {
  const { ctx } = chart;
  const side = 9 * devicePixelRatio;
  ctx.save();
  ctx.fillStyle = fill;
  for (const { at, low, high } of points.filter((point) => point.isOut)) {
    const x = chart.valToPos(Date.parse(at) / 1000, "x", true);
    const y = chart.valToPos(upper !== null && high > upper ? high : low, "y", true);
    ctx.fillRect(x - side / 2, y - side / 2, side, side);
  }
  ctx.restore();
}
