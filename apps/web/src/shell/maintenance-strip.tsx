import type { MaintenanceNotice } from "@lineside/domain/maintenance";
import { useMatches } from "@tanstack/react-router";
import { clsx } from "clsx";
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
  // A wall board is read from the other end of the hall.
  const isWall = useMatches({
    select: (all) => all.some(({ search }) => "wall" in search && search.wall === "1"),
  });
  const isOn = notice.phase === "ON";
  const Icon = isOn ? Wrench : CalendarClock;
  const said = local({ name: notice.message || notice.messageZh, nameZh: notice.messageZh });
  return (
    <div
      role={isOn ? "alert" : "status"}
      className={clsx(
        "no-print flex flex-wrap items-center justify-center gap-x-3 border-b border-line px-4 py-2",
        toneTint[isOn ? "warn" : "wait"],
        isWall && "text-2xl 2xl:text-4xl",
      )}
    >
      <span className="flex items-center gap-2">
        <Icon aria-hidden className="size-[1.1em] shrink-0" />
        <b>{title}</b>
      </span>
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
  // A time that has passed says nothing any more.
  if (phase === "ON")
    return endsAt && Date.parse(endsAt) > now
      ? t("maintenance.onUntil", { until: shown(endsAt, now) })
      : t("maintenance.on");
  if (startsAt === null || Date.parse(startsAt) <= now) return t("maintenance.due");
  const from = shown(startsAt, now);
  return endsAt
    ? t("maintenance.announcedUntil", { from, until: shown(endsAt, startsAt) })
    : t("maintenance.announced", { from });
}

/** On the day that was just named, or today, the time is enough. */
function shown(at: string, said: string | number): string {
  const isThatDay = formatTime(at, "date") === formatTime(said, "date");
  return isThatDay ? formatTime(at, "minute").slice(11) : formatTime(at, "minute");
}
