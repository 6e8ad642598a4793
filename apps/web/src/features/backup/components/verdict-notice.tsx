import type { BackupStatus } from "@lineside/domain/backup";
import { formatTime } from "~/lib/format.ts";
import { useT } from "~/lib/i18n.ts";
import { Notice } from "~/ui/notice.tsx";
import { StatusPill } from "~/ui/status-pill.tsx";

const tones = { OK: "ok", LATE: "bad", NONE: "warn", FAILED: "bad" } as const;

/** One look: a bad day could be repaired, or it could not. */
export function VerdictNotice({ status }: { status: BackupStatus }) {
  const t = useT("backup");
  return (
    <Notice
      tone={tones[status.verdict]}
      title={t(`verdict.${status.verdict}`)}
      action={status.verdict === "OK" && <StatusPill kind="backup" state="VERIFIED" />}
    >
      {useFact(status)}
    </Notice>
  );
}

function useFact({ verdict, lastVerified, lastFailed, ageLimitHours }: BackupStatus): string {
  const t = useT("backup");
  const made = shown(lastVerified?.createdAt);
  if (verdict === "OK") return t("okFact", { made, verified: shown(lastVerified?.verifiedAt) });
  if (verdict === "LATE") return t("lateFact", { made, hours: ageLimitHours });
  if (verdict === "NONE") return t("noneFact");
  const rest = lastVerified ? t("failedFact", { made }) : t("failedNone");
  return lastFailed?.error ? `${lastFailed.error} ${rest}` : rest;
}

const shown = (at: string | null | undefined) => (at ? formatTime(at, "minute") : "–");
