import type { BoardAnswer } from "@lineside/domain/readiness";
import { ClipboardCheck, ListRestart } from "lucide-react";
import { useT } from "~/lib/i18n.ts";
import { useMay } from "~/lib/session.ts";
import { useCommand } from "~/lib/use-command.ts";
import { useNow } from "~/lib/use-now.ts";
import { Button } from "~/ui/button.tsx";
import { Notice } from "~/ui/notice.tsx";
import { Progress } from "~/ui/progress.tsx";
import { Refusal } from "~/ui/refusal.tsx";
import { Duration } from "~/ui/time.tsx";
import { toast } from "~/ui/toast.tsx";
import { useWhyNot } from "~/ui/why-not.ts";
import { authorizeRun, boardTouches, checkRun } from "../api/readiness.ts";
import { tallyOf } from "../order.ts";

/** Whether the run may be authorised, since when it may not, and the one button. */
export function BoardVerdict({ board }: { board: BoardAnswer }) {
  const t = useT("readiness");
  const now = useNow(60_000);
  const { failed, settled, total } = tallyOf(board.items);
  const isBlocked = board.status === "FAILED";
  const isPrep = board.runState === "PREP";
  const text = isBlocked
    ? t("blocked", { count: failed })
    : t(isPrep ? "ready" : "passedNow", { count: total });
  return (
    <Notice
      tone={isBlocked ? "bad" : "ok"}
      title={
        <span className="flex flex-wrap items-baseline gap-x-3">
          {text}
          {isBlocked && board.sinceBlocked && (
            <span>
              {t("for")} <Duration ms={Math.max(0, now - Date.parse(board.sinceBlocked))} />
            </span>
          )}
        </span>
      }
      action={<Actions board={board} />}
    >
      <div className="flex max-w-xl flex-col gap-1 pt-1">
        <Progress
          total={Math.max(total, 1)}
          parts={[
            { tone: "ok", quantity: settled, label: t("settled") },
            { tone: "bad", quantity: failed, label: t("failed") },
          ]}
        />
        <span>{t("settledOf", { settled, total })}</span>
      </div>
    </Notice>
  );
}

function Actions({ board }: { board: BoardAnswer }) {
  const t = useT("readiness");
  const whyNot = useWhyNot();
  const mayCheck = useMay("readiness:check");
  const { runNo } = board;
  const check = useCommand(checkRun, {
    touches: boardTouches,
    onDone: () => toast(t("checkKept")),
  });
  const authorize = useCommand(authorizeRun, {
    touches: [...boardTouches, ["orders"]],
    onDone: () => toast(t("authorized", { runNo })),
  });
  const failedNow = authorize.error ?? check.error;
  return (
    <div className="flex flex-col items-end gap-2">
      <div className="flex flex-wrap gap-2">
        {mayCheck && board.isLive && (
          <Button
            icon={ListRestart}
            isBusy={check.isPending}
            onClick={() => check.mutate({ runNo })}
          >
            {t("keepCheck")}
          </Button>
        )}
        {board.runState === "PREP" && (
          <Button
            look="primary"
            icon={ClipboardCheck}
            isBusy={authorize.isPending}
            disabledReason={whyNot("run:authorize", board.canAuthorize ? null : t("settleFirst"))}
            onClick={() => authorize.mutate({ runNo })}
          >
            {t("authorize")}
          </Button>
        )}
      </div>
      {failedNow && <Refusal error={failedNow} />}
    </div>
  );
}
