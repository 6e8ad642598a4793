import type { TraceAnswer } from "@lineside/domain/trace";
import { useT } from "~/lib/i18n.ts";
import { useMay } from "~/lib/session.ts";
import { useHoldReason } from "~/ui/hold-reason.ts";
import { ButtonLink } from "~/ui/link.tsx";
import { Notice } from "~/ui/notice.tsx";

/** A board that goes nowhere until somebody decides: why, and the way to decide. */
export function StandsNotice({ trace }: { trace: TraceAnswer }) {
  const t = useT("trace");
  const holdReason = useHoldReason();
  const mayRead = useMay("quality:read");
  const mayDecide = useMay("quality:disposition");
  const { state, sn, holdReason: reason } = trace.unit;
  const undecided = trace.defects.find((defect) => defect.state === "RECORDED");
  if (state === "ON_HOLD")
    return (
      <Notice
        tone="held"
        title={t("isHeld")}
        action={
          mayRead && (
            <ButtonLink
              to="/defects"
              search={{ tab: "held", unit: sn }}
              look={mayDecide ? "primary" : "plain"}
              className="no-print"
            >
              {t(mayDecide ? "decideHeld" : "lookAtHeld")}
            </ButtonLink>
          )
        }
      >
        {holdReason(reason)}
      </Notice>
    );
  if (state !== "OUT_FAILED" || !undecided) return null;
  return (
    <Notice
      tone="bad"
      title={t("isFailed")}
      action={
        mayRead && (
          <ButtonLink
            to="/defects"
            search={{ sn, defect: undecided.id }}
            look={mayDecide ? "primary" : "plain"}
            className="no-print"
          >
            {t(mayDecide ? "decide" : "lookAtDefect")}
          </ButtonLink>
        )
      }
    />
  );
}
