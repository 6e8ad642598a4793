import type { HealthCheck } from "@lineside/domain/health";
import { useQuery } from "@tanstack/react-query";
import { CircleCheck, CircleDashed, OctagonAlert } from "lucide-react";
import { formatTime } from "~/lib/format.ts";
import { useT } from "~/lib/i18n.ts";
import { useLive } from "~/lib/live.ts";
import { useMay } from "~/lib/session.ts";
import { Vital, VitalRow } from "~/ui/vitals.tsx";
import { backupTickQuery } from "../api/health.ts";
import { toneOf, vitalCodes } from "../parts.ts";
import { figureOf } from "./health-words.ts";

/** The backup that was really restored last, and the numbers that move. */
export function VitalFigures({ checks }: { checks: readonly HealthCheck[] }) {
  const t = useT("health");
  const mayBackup = useMay("backup:read");
  return (
    <VitalRow>
      {mayBackup && <BackupTick />}
      {vitalCodes.map((code) => {
        const check = checks.find((each) => each.code === code);
        if (!check) return null;
        return (
          <Vital
            key={code}
            label={t(`vital.${code}`)}
            value={figureOf(check, code)}
            tone={toneOf[check.level]}
            trend={check.trend}
          />
        );
      })}
    </VitalRow>
  );
}

function BackupTick() {
  const t = useT("health");
  const { data } = useQuery(backupTickQuery);
  useLive(["backup."], [["backups"]]);
  const isGood = data?.verdict === "OK";
  const made = data?.lastVerified?.verifiedAt;
  const isNone = !data || data.verdict === "NONE";
  return (
    <Vital
      label={t("tick")}
      icon={isGood ? CircleCheck : isNone ? CircleDashed : OctagonAlert}
      value={made ? formatTime(made, "date") : "–"}
      tone={isGood ? "ok" : isNone ? "none" : "bad"}
      detail={
        data && (
          <>
            {made && `${formatTime(made, "minute").slice(11)} · `}
            {t(`tick.${data.verdict}`)}
          </>
        )
      }
    />
  );
}
