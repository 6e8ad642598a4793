import type { RunAnswer } from "@lineside/domain/work-order";
import { useQuery } from "@tanstack/react-query";
import { useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { ArrowLeft } from "lucide-react";
import type { ReactNode } from "react";
import { useT } from "~/lib/i18n.ts";
import { useLive } from "~/lib/live.ts";
import { useMay } from "~/lib/session.ts";
import { TextLink } from "~/ui/link.tsx";
import { Notice } from "~/ui/notice.tsx";
import { Page } from "~/ui/page.tsx";
import { Refusal } from "~/ui/refusal.tsx";
import { Loading } from "~/ui/skeleton.tsx";
import { StatusPill } from "~/ui/status-pill.tsx";
import { progressQuery, runQuery } from "../api/runs.ts";
import { ResumeButton, RunActions } from "../components/run-actions.tsx";
import { RunEvents } from "../components/run-events.tsx";
import { RunGates } from "../components/run-gates.tsx";
import { RunRiver, type UnitFilter } from "../components/run-river.tsx";
import { RunUnits, unitsAnchor } from "../components/run-units.tsx";

/** One run: its gates, its boards on their way, what happened; and what other rooms know about it. */
export function RunPage({ clocks }: { clocks?: ReactNode }) {
  const { runNo } = useParams({ from: "/_app/runs/$runNo/" });
  const t = useT("run");
  const { data: run, error, refetch } = useQuery(runQuery(runNo));
  return (
    <Page
      title={runNo}
      back={
        <TextLink to="/runs" className="inline-flex items-center gap-1">
          <ArrowLeft aria-hidden className="size-4" />
          {t("title")}
        </TextLink>
      }
      beside={run && <StatusPill kind="run" state={run.state} />}
      lead={run && `${run.productCode} · ${run.productName} · ${run.lineCode}`}
      actions={run && <RunActions run={run} />}
    >
      {error && !run && <Refusal error={error} onRetry={() => void refetch()} />}
      {!run && !error && <Loading lines={8} />}
      {run && <RunContent key={run.id} run={run} clocks={clocks} />}
    </Page>
  );
}

function RunContent({ run, clocks }: { run: RunAnswer; clocks: ReactNode }) {
  const search = useSearch({ from: "/_app/runs/$runNo/" });
  const navigate = useNavigate({ from: "/runs/$runNo/" });
  const progress = useQuery(progressQuery(run.runNo));
  const hasUnits = run.counts.total + run.counts.voided > 0;
  const mayReadTrail = useMay("audit:read");
  useLive(
    ["run.", "unit.", "panel.", "defect.", "workOrder.", "readiness.", "form."],
    [["runs", run.runNo]],
    ({ runId, entityKey }) => runId === run.id || entityKey === run.woNo,
  );
  // What its line stands on changes the gate, until the first board.
  useLive(run.gate ? ["equipment.", "pasteBottle.", "readinessPolicy."] : [], [
    ["runs", run.runNo],
  ]);
  const openUnits = async ({ step, state }: UnitFilter) => {
    await navigate({
      search: (old) => ({ ...old, q: undefined, step, state }),
      replace: true,
      resetScroll: false,
    });
    document.getElementById(unitsAnchor)?.scrollIntoView({ block: "start" });
  };
  return (
    <>
      <HoldNotice run={run} />
      <RunGates
        run={run}
        progress={progress.data}
        chosen={search.gate}
        onChoose={(gate) =>
          navigate({ search: (old) => ({ ...old, gate }), replace: true, resetScroll: false })
        }
      />
      {hasUnits && (
        <>
          <RunRiver run={run} progress={progress} onOpen={(filter) => void openUnits(filter)} />
          {clocks}
          <RunUnits run={run} progress={progress.data} />
        </>
      )}
      {mayReadTrail && <RunEvents run={run} />}
    </>
  );
}

function HoldNotice({ run }: { run: RunAnswer }) {
  const t = useT("run");
  if (run.state !== "ON_HOLD") return null;
  return (
    <Notice
      tone="held"
      title={t("heldBecause", { code: run.holdCode && t(`hold.${run.holdCode}`) })}
      action={<ResumeButton run={run} />}
    >
      {run.holdReason}
    </Notice>
  );
}
