import type { MaintenanceNotice } from "@lineside/domain/maintenance";
import { CalendarClock, Wrench } from "lucide-react";
import { formatTime } from "~/lib/format.ts";
import { useLocalName, useT } from "~/lib/i18n.ts";
import { useNow } from "~/lib/use-now.ts";
import { toneTint } from "~/ui/status.ts";

/** One line, and whatever the administrator wrote; it says when, in plant time. */
export function MaintenanceStrip({ notice }: { notice: MaintenanceNotice }) {
  const t = useT();
  const local = useLocalName();
  const title = useTitle(notice);
  const isOn = notice.phase === "ON";
  const Icon = isOn ? Wrench : CalendarClock;
  const said = local({ name: notice.message || notice.messageZh, nameZh: notice.messageZh });
  return (
    <div
      role={isOn ? "alert" : "status"}
      className={`no-print flex flex-wrap items-center justify-center gap-x-3 border-b border-line px-4 py-2 ${toneTint[isOn ? "warn" : "wait"]}`}
    >
      <Icon aria-hidden className="size-4 shrink-0" />
      <b>{title}</b>
      {said !== "" && <span>{said}</span>}
      <span className="max-sm:sr-only">
        {t(isOn ? "maintenance.onHint" : "maintenance.announcedHint")}
      </span>
    </div>
  );
}

function useTitle({ phase, startsAt, endsAt }: MaintenanceNotice): string {
  const t = useT();
  const now = useNow(30_000);
  const until = endsAt && shown(endsAt, now);
  // A time that has passed says nothing any more.
  if (phase === "ON")
    return until && Date.parse(endsAt) > now
      ? t("maintenance.onUntil", { until })
      : t("maintenance.on");
  if (startsAt === null || Date.parse(startsAt) <= now) return t("maintenance.due");
  const from = shown(startsAt, now);
  return until
    ? t("maintenance.announcedUntil", { from, until })
    : t("maintenance.announced", { from });
}

/** Today the time is enough. */
function shown(at: string, now: number): string {
  const isToday = formatTime(at, "date") === formatTime(now, "date");
  return isToday ? formatTime(at, "minute").slice(11) : formatTime(at, "minute");
}
