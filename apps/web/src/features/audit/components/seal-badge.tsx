import type { AuditRow } from "@lineside/domain/audit";
import { Clock3, Lock, LockOpen, ShieldCheck } from "lucide-react";
import { formatTime } from "~/lib/format.ts";
import { useT } from "~/lib/i18n.ts";
import { Badge } from "~/ui/status-pill.tsx";

/** Whether the range of an event is sealed, and found as it was sealed. */
export function SealBadge({ seal }: { seal: AuditRow["seal"] }) {
  const t = useT("audit");
  if (!seal) return <Badge icon={Clock3}>{t("seal.NONE")}</Badge>;
  const number = { seq: seal.seq };
  if (seal.isBroken)
    return (
      <Badge tone="bad" icon={LockOpen}>
        {t("seal.BROKEN", number)}
      </Badge>
    );
  return (
    <span title={seal.verifiedAt ? formatTime(seal.verifiedAt, "minute") : undefined}>
      <Badge tone={seal.verifiedAt ? "ok" : "none"} icon={seal.verifiedAt ? ShieldCheck : Lock}>
        {t(seal.verifiedAt ? "seal.VERIFIED" : "seal.SEALED", number)}
      </Badge>
    </span>
  );
}
