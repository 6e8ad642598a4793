import {
  formatAgo,
  formatDuration,
  formatTime,
  type TimeStyle,
  usePlantZone,
  zoneLabel,
} from "~/lib/format.ts";
import { useT } from "~/lib/i18n.ts";
import { useNow } from "~/lib/use-now.ts";

interface TimeProps {
  at: string | null | undefined;
  style?: TimeStyle;
  /** Off inside tables whose heading already names the zone (see `useTimeHeader`). */
  zone?: boolean;
}

/** An instant in plant time, with the zone. */
export function Time({ at, style = "dateTime", zone = true }: TimeProps) {
  const timeZone = usePlantZone();
  if (!at) return <span className="text-ink-3">–</span>;
  const label = zoneLabel(Date.parse(at));
  return (
    <time
      dateTime={at}
      title={`${formatTime(at)} ${timeZone} (${label})`}
      className="whitespace-nowrap"
    >
      {formatTime(at, style)}
      {zone && <span className="text-[0.8em] text-ink-3"> {label}</span>}
    </time>
  );
}

/** Column headings of times carry the zone once: `Released (UTC+8)`. */
export function useTimeHeader(): (title: string) => string {
  usePlantZone();
  const now = useNow(3_600_000);
  return (title) => `${title} (${zoneLabel(now)})`;
}

/** How long ago, counting. */
export function Ago({ at }: { at: string }) {
  const t = useT();
  const now = useNow(10_000);
  return (
    <time dateTime={at} title={formatTime(at)} className="whitespace-nowrap">
      {t("ago", { duration: formatAgo(at, now) })}
    </time>
  );
}

export function Duration({ ms }: { ms: number | null | undefined }) {
  if (ms === null || ms === undefined) return <span className="text-ink-3">–</span>;
  return <span className="whitespace-nowrap">{formatDuration(ms)}</span>;
}
