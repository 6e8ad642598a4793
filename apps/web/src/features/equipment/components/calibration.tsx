import { toMs } from "@lineside/domain/kernel";
import { useT } from "~/lib/i18n.ts";
import { useNow } from "~/lib/use-now.ts";
import { Badge } from "~/ui/status-pill.tsx";
import { Time } from "~/ui/time.tsx";

const minute = 60_000;
const soonMs = 14 * 24 * 60 * minute;

/** Until when a calibration lasts; it says so when that is over, or within a fortnight. */
export function Calibration({ dueAt }: { dueAt: string | null }) {
  const t = useT("equipment");
  const now = useNow(minute);
  if (dueAt === null) return null;
  const leftMs = toMs(dueAt) - now;
  return (
    <span className="inline-flex flex-wrap items-center gap-x-2">
      <Time at={dueAt} style="date" zone={false} />
      {leftMs <= 0 ? (
        <Badge tone="bad">{t("overdue")}</Badge>
      ) : (
        leftMs < soonMs && <Badge tone="warn">{t("dueSoon")}</Badge>
      )}
    </span>
  );
}
