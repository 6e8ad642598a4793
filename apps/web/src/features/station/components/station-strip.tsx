import type { StationStatus } from "@lineside/domain/execution";
import { ArrowLeftRight } from "lucide-react";
import { formatNumber, formatPercent } from "~/lib/format.ts";
import { useT } from "~/lib/i18n.ts";
import { Count, FloorStrip, PlaceName } from "~/ui/floor.tsx";
import { FloorOperator } from "~/ui/floor-operator.tsx";
import { ButtonLink } from "~/ui/link.tsx";
import { Progress } from "~/ui/progress.tsx";
import { Sn } from "~/ui/sn.tsx";
import { StatusPill } from "~/ui/status-pill.tsx";
import { Text } from "~/ui/text.tsx";

interface StationStripProps {
  code: string;
  status: StationStatus | undefined;
  /** The run of what is in hand, if anything is. */
  runNo: string | null;
  chosenRun: string | null;
}

/** Where this is, what runs here, who works here. */
export function StationStrip({ code, status, runNo, chosenRun }: StationStripProps) {
  const t = useT("station");
  const run = shownRun(status, runNo ?? chosenRun);
  const others = (status?.runs.length ?? 0) - (run ? 1 : 0);
  const today = status?.today;
  const ended = today ? today.pass + today.fail : 0;
  return (
    <FloorStrip>
      <span className="flex min-w-0 items-center gap-1">
        <PlaceName
          name={code}
          detail={
            status
              ? `${status.station.name === code ? "" : `${status.station.name} · `}${status.line.name}`
              : ""
          }
        />
        <ButtonLink
          to="/station"
          search={{ choose: "1" }}
          look="quiet"
          size="small"
          icon={ArrowLeftRight}
          aria-label={t("changeStation")}
        />
      </span>
      {run ? <RunFacts run={run} others={others} /> : <span className="flex-1" />}
      <Count
        value={ended > 0 && today ? formatPercent(today.pass / ended) : "–"}
        label={t("fpy")}
      />
      <FloorOperator />
    </FloorStrip>
  );
}

function RunFacts({ run, others }: { run: StationStatus["runs"][number]; others: number }) {
  const t = useT("station");
  return (
    <span className="flex min-w-0 flex-1 basis-80 flex-wrap items-center gap-x-4 gap-y-1">
      <Sn value={run.runNo} />
      <Text isQuiet>{run.productCode}</Text>
      {run.state === "ON_HOLD" && <StatusPill kind="run" state={run.state} />}
      <span className="flex min-w-40 flex-1 items-center gap-3">
        <b className="whitespace-nowrap">
          {formatNumber(run.done)} / {formatNumber(run.planQty)}
        </b>
        <span className="min-w-20 flex-1">
          <Progress
            parts={[{ tone: "ok", label: t("done"), quantity: run.done }]}
            total={run.planQty}
          />
        </span>
      </span>
      {others > 0 && <Text isQuiet>{t("otherRuns", { count: others })}</Text>}
    </span>
  );
}

/** What is in hand decides; else the run that is being made, else the first that waits. */
function shownRun(status: StationStatus | undefined, runNo: string | null) {
  const runs = status?.runs ?? [];
  return (
    runs.find((run) => run.runNo === runNo) ??
    runs.find((run) => run.state === "IN_PROGRESS") ??
    runs[0]
  );
}
