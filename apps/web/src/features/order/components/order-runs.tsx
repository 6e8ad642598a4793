import type { OrderAnswer, RunRow } from "@lineside/domain/work-order";
import { useNavigate } from "@tanstack/react-router";
import { useRef } from "react";
import { useT } from "~/lib/i18n.ts";
import { useLive } from "~/lib/live.ts";
import { useRows } from "~/lib/pages.ts";
import { type Column, DataTable } from "~/ui/data-table.tsx";
import { Empty } from "~/ui/empty.tsx";
import { Section } from "~/ui/page.tsx";
import { Sn } from "~/ui/sn.tsx";
import { StatusPill } from "~/ui/status-pill.tsx";
import { Time, useTimeHeader } from "~/ui/time.tsx";
import { UnitProgress } from "~/ui/unit-progress.tsx";
import { CutRunButton } from "./order-actions.tsx";

/** The runs cut from the order and how far each one is. */
export function OrderRuns({ order, onCut }: { order: OrderAnswer; onCut: () => void }) {
  const t = useT("order");
  const navigate = useNavigate();
  const runs = useRows<RunRow>(["orders", order.woNo, "runs"], "/runs", { woNo: order.woNo });
  const ids = useRef(new Set<string>());
  ids.current = new Set(runs.rows.map((run) => run.id));
  useLive(
    ["run.", "unit."],
    [["orders", order.woNo]],
    ({ type, runId }) => type === "run.created" || ids.current.has(runId ?? ""),
  );
  return (
    <Section title={t("runs")} lead={t("runsLead")}>
      <DataTable
        {...runs}
        label={t("runs")}
        columns={useColumns()}
        rowKey={(run) => run.id}
        onOpen={(run) => navigate({ to: "/runs/$runNo", params: { runNo: run.runNo } })}
        empty={
          <Empty
            title={t("noRuns")}
            hint={order.state === "RECEIVED" ? t("noRunsReceived") : t("noRunsHint")}
            action={
              order.state !== "RECEIVED" &&
              order.actions.length > 0 && <CutRunButton order={order} onOpen={onCut} />
            }
          />
        }
      />
    </Section>
  );
}

function useColumns(): Column<RunRow>[] {
  const t = useT("order");
  const timeHeader = useTimeHeader();
  return [
    { key: "run", header: t("run"), isLead: true, cell: (run) => <Sn value={run.runNo} /> },
    {
      key: "state",
      header: t("state"),
      width: "8.5rem",
      cell: (run) => <StatusPill kind="run" state={run.state} />,
    },
    { key: "line", header: t("line"), cell: (run) => run.lineCode },
    {
      key: "version",
      header: t("route"),
      cell: (run) => `${run.routeCode} v${run.routeVersionNo}`,
    },
    {
      key: "progress",
      header: t("progress"),
      width: "16rem",
      cell: (run) => <UnitProgress counts={run.counts} planQty={run.planQty} />,
    },
    {
      key: "created",
      header: timeHeader(t("created")),
      width: "11rem",
      cell: (run) => <Time at={run.createdAt} style="minute" zone={false} />,
    },
  ];
}
