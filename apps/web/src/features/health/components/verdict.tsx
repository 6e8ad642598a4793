import type { Health } from "@lineside/domain/health";
import { Stethoscope } from "lucide-react";
import { useT } from "~/lib/i18n.ts";
import { useMay } from "~/lib/session.ts";
import { useCommand } from "~/lib/use-command.ts";
import { Button } from "~/ui/button.tsx";
import { Refusal } from "~/ui/refusal.tsx";
import { Ago } from "~/ui/time.tsx";
import { VerdictBand } from "~/ui/vitals.tsx";
import { checkNow, healthKey } from "../api/health.ts";
import { toneOf, troublesOf } from "../parts.ts";

/** The whole in one sentence, and a look on demand. */
export function Verdict({ health }: { health: Health }) {
  const t = useT("health");
  const mayCheck = useMay("ops:operate");
  const check = useCommand(checkNow, { touches: [healthKey] });
  const { level, at } = health;
  return (
    <>
      <VerdictBand
        tone={at === null ? "none" : level === "UNKNOWN" ? "ok" : toneOf[level]}
        title={useTitle(health)}
        facts={
          <>
            {at !== null && (
              <span>
                {t("lookedAt")} <Ago at={at} />
              </span>
            )}
            <span>{health.node}</span>
            <span>Lineside {health.version}</span>
          </>
        }
        actions={
          mayCheck && (
            <Button
              icon={Stethoscope}
              isBusy={check.isPending}
              onClick={() => check.mutate(undefined)}
            >
              {t("checkNow")}
            </Button>
          )
        }
      />
      {check.error && <Refusal error={check.error} />}
    </>
  );
}

/** What must be done now is counted apart from what can wait for the morning. */
function useTitle({ at, checks }: Health): string {
  const t = useT("health");
  const troubles = troublesOf(checks);
  const alarms = troubles.filter(({ level }) => level === "ALARM").length;
  const warnings = troubles.length - alarms;
  if (at === null) return t("verdict.none");
  if (troubles.length === 0) return t("verdict.ok");
  if (alarms === 0) return t("verdict.warning", { count: warnings });
  const now = t("verdict.alarm", { count: alarms });
  const more = t("verdict.more", { count: warnings });
  return warnings === 0 ? now : t("verdict.both", { now, more });
}
