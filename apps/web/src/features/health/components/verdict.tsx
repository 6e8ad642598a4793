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
  const count = troublesOf(health.checks).length;
  const { level, at } = health;
  const isAlarm = level === "ALARM";
  const wrong = t(isAlarm ? "verdict.alarm" : "verdict.warning", { count });
  const title = at === null ? t("verdict.none") : count === 0 ? t("verdict.ok") : wrong;
  return (
    <>
      <VerdictBand
        tone={at === null ? "none" : level === "UNKNOWN" ? "ok" : toneOf[level]}
        title={title}
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
