import { WifiOff } from "lucide-react";
import { useIsReached, useOutboxNote } from "~/lib/connection.ts";
import { useT } from "~/lib/i18n.ts";
import { useIsInMaintenance } from "~/lib/maintenance.ts";

/** Says that the server is not reached, how much waits here, and what is allowed meanwhile. */
export function OfflineBanner() {
  const t = useT();
  const { count: waiting, allowed } = useOutboxNote();
  const isKept = useIsInMaintenance() && waiting > 0;
  const isReached = useIsReached();
  if (isReached && waiting === 0) return null;
  return (
    <div
      role="alert"
      className="flex flex-wrap items-center justify-center gap-x-3 border-b border-warn bg-warn-tint px-4 py-2 text-warn-ink"
    >
      <WifiOff aria-hidden className="size-4" />
      <b>{t(isKept ? "offline.kept" : isReached ? "offline.sending" : "offline.lost")}</b>
      {waiting > 0 && <span>{t("offline.waiting", { count: waiting })}</span>}
      {!isKept && <span>{allowed ?? t("offline.allowed")}</span>}
    </div>
  );
}
