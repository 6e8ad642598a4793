import type { RunAnswer } from "@lineside/domain/work-order";
import { ExternalLink } from "lucide-react";
import { useLocalName, useT } from "~/lib/i18n.ts";
import { useMayAll } from "~/lib/session.ts";
import { addressOf } from "~/shell/feature.ts";
import { Button } from "~/ui/button.tsx";
import { ButtonLink } from "~/ui/link.tsx";
import { Notice } from "~/ui/notice.tsx";
import { useRefusalText, useResolver } from "~/ui/refusal.tsx";
import { statusOf } from "~/ui/status.ts";
import { StatusPill } from "~/ui/status-pill.tsx";

type Finding = NonNullable<RunAnswer["gate"]>["findings"][number];

interface FindingListProps {
  findings: readonly Finding[];
  run: RunAnswer;
  /** Opens the serial number gate, where such findings are settled. */
  onUnits?: () => void;
}

/** What a gate found: how grave it is, who can settle it, and the way there. */
export function FindingList({ findings, run, onUnits }: FindingListProps) {
  const t = useT("run");
  const say = useRefusalText();
  const local = useLocalName();
  const resolver = useResolver();
  return (
    <ul className="flex flex-col gap-2">
      {findings.map((found) => {
        const who = resolver(found.resolvedBy);
        return (
          <li key={`${found.check}|${found.code}|${JSON.stringify(found.context)}`}>
            <Notice
              tone={statusOf("severity", found.severity).tone}
              title={
                <span className="flex flex-wrap items-center gap-2">
                  <StatusPill kind="severity" state={found.severity} />
                  {sayFinding(found, say, local)}
                </span>
              }
              action={<FindingAction found={found} run={run} onUnits={onUnits} />}
            >
              {who && <p>{t("common:refusal.resolvedBy", { who })}</p>}
            </Notice>
          </li>
        );
      })}
    </ul>
  );
}

/** The line's finding names one step; the sentence speaks of steps. */
function sayFinding(
  found: Finding,
  say: ReturnType<typeof useRefusalText>,
  local: ReturnType<typeof useLocalName>,
): string {
  const step = found.context as { stepNo?: number; name: string; nameZh?: string };
  const one = step.stepNo === undefined ? undefined : `${step.stepNo} ${local(step)}`;
  const steps = found.context.steps ?? one;
  return say({ code: found.code, context: { ...found.context, steps } });
}

function FindingAction({
  found,
  run,
  onUnits,
}: { found: Finding } & Omit<FindingListProps, "findings">) {
  const t = useT("run");
  const may = useMayAll();
  if (found.check === "UNITS")
    return onUnits ? (
      <Button size="small" onClick={onUnits}>
        {t("toUnits")}
      </Button>
    ) : null;
  if (found.code === "RUN_LINE_INCOMPATIBLE_WITH_ROUTE")
    return may("plant:read") ? (
      <ButtonLink size="small" icon={ExternalLink} to={"/plant" as "/"}>
        {t("toPlant")}
      </ButtonLink>
    ) : null;
  const route = addressOf("ROUTE", run.routeCode);
  return route && may("route:read") ? (
    <ButtonLink size="small" icon={ExternalLink} to={route as "/"}>
      {t("toRoute")}
    </ButtonLink>
  ) : null;
}
