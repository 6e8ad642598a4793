import type { RunAnswer, RunProgress } from "@lineside/domain/work-order";
import { Check, CircleDashed, PackageCheck } from "lucide-react";
import { useT } from "~/lib/i18n.ts";
import { Notice } from "~/ui/notice.tsx";
import { ReasonButton } from "~/ui/reason-button.tsx";
import { useStateText } from "~/ui/status-pill.tsx";
import { Text } from "~/ui/text.tsx";
import { Time } from "~/ui/time.tsx";
import { useWhyNot } from "~/ui/why-not.ts";
import { useMove } from "./use-move.ts";

interface ClosePanelProps {
  run: RunAnswer;
  progress: RunProgress | undefined;
}

/** Ending the run: what has to be settled first, and what happens to what was never started. */
export function ClosePanel({ run, progress }: ClosePanelProps) {
  const t = useT("run");
  const isCancelled = run.state === "CANCELLED";
  if (run.endedAt)
    return (
      <Notice
        tone={isCancelled ? "none" : "ok"}
        title={
          <>
            {isCancelled ? t("cancelledAt") : t("closedAt")}{" "}
            <Time at={run.endedAt} style="minute" />
          </>
        }
      >
        {run.closeReason}
      </Notice>
    );
  return (
    <>
      <Conditions run={run} started={startedWaiting(progress)} />
      <CloseButton run={run} started={startedWaiting(progress)} />
    </>
  );
}

/** Waiting units beyond the first step: they began and must end before the run does. */
function startedWaiting(progress: RunProgress | undefined): number {
  return (progress?.steps ?? []).slice(1).reduce((sum, step) => sum + step.queued, 0);
}

interface StartedProps {
  run: RunAnswer;
  started: number;
}

function Conditions({ run, started }: StartedProps) {
  const t = useT("run");
  const { total, inStation, failed, held } = run.counts;
  const items = [
    { isMet: total > 0, text: t("needsUnits") },
    { isMet: started + inStation === 0, text: t("needsFinished", { count: started + inStation }) },
    { isMet: failed + held === 0, text: t("needsDecided", { count: failed + held }) },
  ];
  return (
    <ul className="flex flex-col gap-1.5">
      {items.map(({ isMet, text }) => {
        const Icon = isMet ? Check : CircleDashed;
        return (
          <li key={text} className="flex items-center gap-2">
            <Text tone={isMet ? "ok" : "warn"}>
              <Icon aria-label={isMet ? t("met") : t("notMet")} className="size-4" />
            </Text>
            {text}
          </li>
        );
      })}
    </ul>
  );
}

function CloseButton({ run, started }: StartedProps) {
  const t = useT("run");
  const whyNot = useWhyNot();
  const stateText = useStateText("run");
  const move = useMove(run.runNo);
  const { done, scrapped, total, inStation, failed, held, queued } = run.counts;
  const missing = Math.max(0, run.planQty - done - scrapped);
  const obstacle = !run.actions.includes("close")
    ? t("notWhile", { state: stateText(run.state) })
    : total === 0
      ? t("needsUnits")
      : started + inStation + failed + held > 0
        ? t("stillOpen", { count: started + inStation + failed + held })
        : null;
  const isShort = missing > 0;
  const reason = whyNot("run:close", obstacle);
  return (
    <div className="flex flex-wrap items-center gap-3">
      <ReasonButton
        look="primary"
        icon={PackageCheck}
        label={isShort ? t("closeShort") : t("close")}
        reason={isShort ? "required" : "optional"}
        question={
          isShort ? (
            <>
              {t("closeShortQuestion", { missing, planQty: run.planQty })}{" "}
              {queued > 0 && t("closeVoids", { count: queued })}
            </>
          ) : (
            t("closeQuestion")
          )
        }
        disabledReason={reason}
        onConfirm={(said) => move("close", said ? { reason: said } : {})}
      />
      {reason && (
        <Text isQuiet isSmall>
          {reason}
        </Text>
      )}
    </div>
  );
}
