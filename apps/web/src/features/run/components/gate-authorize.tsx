import type { RunAnswer } from "@lineside/domain/work-order";
import { useQuery } from "@tanstack/react-query";
import { ClipboardCheck, Undo2 } from "lucide-react";
import { useT } from "~/lib/i18n.ts";
import { useCommand } from "~/lib/use-command.ts";
import { Button } from "~/ui/button.tsx";
import { Notice } from "~/ui/notice.tsx";
import { ReasonButton } from "~/ui/reason-button.tsx";
import { Refusal, useRefusalText } from "~/ui/refusal.tsx";
import { Signatures } from "~/ui/signatures.tsx";
import { Text } from "~/ui/text.tsx";
import { Time } from "~/ui/time.tsx";
import { Timeline, TimelineItem } from "~/ui/timeline.tsx";
import { useWhyNot } from "~/ui/why-not.ts";
import { authorizationsQuery, moveRun } from "../api/runs.ts";
import { FindingList } from "./finding-list.tsx";
import { useMove } from "./use-move.ts";

interface AuthorizePanelProps {
  run: RunAnswer;
  onUnits: () => void;
}

/** Opening mass production: what the checks find now, the decision, and those made before. */
export function AuthorizePanel({ run, onUnits }: AuthorizePanelProps) {
  const t = useT("run");
  const findings = run.gate?.findings ?? [];
  return (
    <>
      {run.gate && findings.length === 0 && run.state === "PREP" && (
        <Notice tone="ok" title={t("allChecksPass")} />
      )}
      <FindingList findings={findings} run={run} onUnits={onUnits} />
      <div className="flex flex-wrap gap-2">
        {run.actions.includes("revoke") ? (
          <RevokeButton run={run} />
        ) : (
          run.startedAt === null && run.state !== "CANCELLED" && <AuthorizeButton run={run} />
        )}
      </div>
      <History runNo={run.runNo} />
    </>
  );
}

function AuthorizeButton({ run }: { run: RunAnswer }) {
  const t = useT("run");
  const whyNot = useWhyNot();
  const authorize = useCommand(moveRun, { touches: [["runs"], ["orders"]] });
  const obstacle =
    run.state === "ON_HOLD"
      ? t("resumeFirst")
      : run.workOrderState === "ON_HOLD"
        ? t("orderOnHold")
        : run.gate?.passed === false
          ? t("checksBlock")
          : null;
  const reason = whyNot("run:authorize", obstacle);
  return (
    <div className="flex flex-col gap-3">
      {authorize.error && <Refusal error={authorize.error} />}
      <div className="flex flex-wrap items-center gap-3">
        <Button
          look="primary"
          icon={ClipboardCheck}
          isBusy={authorize.isPending}
          disabledReason={reason}
          onClick={() => authorize.mutate({ runNo: run.runNo, move: "authorize" })}
        >
          {t("authorize")}
        </Button>
        {reason && (
          <Text isQuiet isSmall>
            {reason}
          </Text>
        )}
      </div>
    </div>
  );
}

function RevokeButton({ run }: { run: RunAnswer }) {
  const t = useT("run");
  const whyNot = useWhyNot();
  const move = useMove(run.runNo);
  return (
    <ReasonButton
      icon={Undo2}
      label={t("revoke")}
      question={t("revokeQuestion")}
      disabledReason={whyNot("run:revoke")}
      onConfirm={(reason) => move("revoke", { reason })}
    />
  );
}

/** Who opened and closed it, with what the checks found then. */
function History({ runNo }: { runNo: string }) {
  const t = useT("run");
  const say = useRefusalText();
  const { data: rows = [], error } = useQuery(authorizationsQuery(runNo));
  if (error) return <Refusal error={error} />;
  if (rows.length === 0) return null;
  return (
    <Timeline label={t("authorizations")}>
      {rows.map((row) => (
        <TimelineItem
          key={row.id}
          tone={row.action === "AUTHORIZE" ? "ok" : "warn"}
          icon={row.action === "AUTHORIZE" ? ClipboardCheck : Undo2}
          when={<Time at={row.at} style="minute" zone={false} />}
          title={t(`history.${row.action}`)}
          facts={row.actorName}
        >
          {row.reason && <p>{row.reason}</p>}
          {row.signature && <Signatures signatures={[row.signature]} />}
          {row.evidence.findings.length > 0 && (
            <Text isQuiet isSmall>
              {row.evidence.findings.map((found) => say(found)).join(" ")}
            </Text>
          )}
        </TimelineItem>
      ))}
    </Timeline>
  );
}
