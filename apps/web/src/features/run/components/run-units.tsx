import type { RunUnitRow } from "@lineside/domain/execution";
import type { RunAnswer, RunProgress } from "@lineside/domain/work-order";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { path } from "~/lib/http.ts";
import { useLocalName, useT } from "~/lib/i18n.ts";
import { useRows } from "~/lib/pages.ts";
import { useMay } from "~/lib/session.ts";
import { addressOf } from "~/shell/feature.ts";
import { type Column, DataTable } from "~/ui/data-table.tsx";
import { Empty } from "~/ui/empty.tsx";
import { FilterBar } from "~/ui/filter-bar.tsx";
import { useHoldReason } from "~/ui/hold-reason.ts";
import { Section } from "~/ui/page.tsx";
import { Sn } from "~/ui/sn.tsx";
import { StatusPill, useStateText } from "~/ui/status-pill.tsx";
import { Text } from "~/ui/text.tsx";
import { Time, useTimeHeader } from "~/ui/time.tsx";

export const unitsAnchor = "units";

interface RunUnitsProps {
  run: RunAnswer;
  progress: RunProgress | undefined;
}

/** The boards of the run, by step and state; each one leads to its trace. */
export function RunUnits({ run, progress }: RunUnitsProps) {
  const t = useT("run");
  const search = useSearch({ from: "/_app/runs/$runNo/" });
  const navigate = useNavigate({ from: "/runs/$runNo/" });
  const filters = { q: search.q, state: search.state, stepNo: search.step };
  const units = useRows<RunUnitRow>(
    ["runs", run.runNo, "units", filters],
    path`/runs/${run.runNo}/units`,
    filters,
  );
  const mayTrace = useMay("trace:read") && addressOf("UNIT", "-") !== null;
  const open = (unit: RunUnitRow) => navigate({ to: addressOf("UNIT", unit.sn) as "/" });
  return (
    <Section id={unitsAnchor} title={t("units")} lead={mayTrace ? t("unitsLead") : undefined}>
      <FilterBar
        searchLabel={t("searchUnits")}
        values={search}
        onChange={(patch) =>
          navigate({
            search: (old) => ({ ...old, ...patch }),
            replace: true,
            resetScroll: false,
          })
        }
        filters={useFilters(progress)}
      />
      <DataTable
        {...units}
        label={t("units")}
        maxHeight="28rem"
        columns={useColumns()}
        rowKey={(unit) => unit.id}
        onOpen={mayTrace ? open : undefined}
        empty={<Empty title={t("noUnitsFound")} />}
      />
    </Section>
  );
}

const states = ["QUEUED", "IN_STATION", "OUT_FAILED", "ON_HOLD", "DONE", "SCRAPPED", "VOIDED"];

function useFilters(progress: RunProgress | undefined) {
  const t = useT("run");
  const local = useLocalName();
  const stateText = useStateText("unit");
  return [
    {
      key: "step",
      label: t("step"),
      choices: (progress?.steps ?? []).map((step) => ({
        value: String(step.stepNo),
        label: `${step.stepNo} ${local(step)}`,
      })),
    },
    {
      key: "state",
      label: t("state"),
      choices: states.map((value) => ({ value, label: stateText(value) })),
    },
  ];
}

function useColumns(): Column<RunUnitRow>[] {
  const t = useT("run");
  const local = useLocalName();
  const holdReason = useHoldReason();
  const timeHeader = useTimeHeader();
  return [
    { key: "sn", header: t("sn"), isLead: true, cell: (unit) => <Sn value={unit.sn} /> },
    {
      key: "state",
      header: t("state"),
      cell: (unit) => (
        <span className="flex flex-wrap items-center gap-x-2">
          <StatusPill kind="unit" state={unit.state} />
          {unit.holdReason && (
            <Text isQuiet isSmall>
              {holdReason(unit.holdReason)}
            </Text>
          )}
        </span>
      ),
    },
    {
      key: "step",
      header: t("step"),
      cell: (unit) => (
        <>
          <Text isQuiet>{unit.step.stepNo}</Text> {local(unit.step)}
        </>
      ),
    },
    {
      key: "panel",
      header: t("panel"),
      cell: (unit) => unit.panelNo && `${unit.panelNo} · ${unit.panelPosition}`,
      isEmpty: (unit) => !unit.panelNo,
    },
    {
      key: "changed",
      header: timeHeader(t("changed")),
      width: "12rem",
      cell: (unit) => <Time at={unit.updatedAt} zone={false} />,
    },
  ];
}
