import type { CarriedUnit, CarrierAnswer } from "@lineside/domain/execution";
import { useT } from "~/lib/i18n.ts";
import { useMay } from "~/lib/session.ts";
import { type Column, DataTable } from "~/ui/data-table.tsx";
import { Empty } from "~/ui/empty.tsx";
import { TextLink } from "~/ui/link.tsx";
import { Slots } from "~/ui/slots.tsx";
import { Sn } from "~/ui/sn.tsx";
import { StatusPill } from "~/ui/status-pill.tsx";
import { Text } from "~/ui/text.tsx";
import { Time, useTimeHeader } from "~/ui/time.tsx";
import { slotsOf } from "../slots.ts";
import { allRows } from "./all-rows.ts";
import { StepName } from "./step-name.tsx";

/** What lies on it now: the places as they are, then board by board. */
export function CarrierUnits({ carrier }: { carrier: CarrierAnswer }) {
  const t = useT("carrier");
  const { carrierNo, capacity, units } = carrier;
  const lying = units.map(({ unit, position }) => ({ sn: unit.sn, position }));
  return (
    <div className="flex flex-col gap-5">
      <Slots label={t("places", { carrierNo })} slots={slotsOf({ capacity, units: lying })} />
      <DataTable
        {...allRows(units)}
        label={t("tab.units")}
        columns={useColumns()}
        rowKey={({ unit }) => unit.id}
        empty={<Empty title={t("units.none")} hint={t("units.noneHint")} />}
      />
    </div>
  );
}

function useColumns(): Column<CarriedUnit>[] {
  const t = useT("carrier");
  const inZone = useTimeHeader();
  return [
    { key: "at", header: t("position"), width: "5rem", cell: ({ position }) => position },
    { key: "sn", header: t("board"), isLead: true, cell: ({ unit }) => <Board sn={unit.sn} /> },
    {
      key: "state",
      header: t("state"),
      cell: ({ unit }) => <StatusPill kind="unit" state={unit.state} />,
    },
    { key: "step", header: t("step"), cell: ({ unit }) => <StepName step={unit.step} /> },
    { key: "run", header: t("run"), cell: ({ unit }) => <Sn value={unit.runNo} /> },
    {
      key: "since",
      header: inZone(t("loadedAt")),
      cell: ({ loadedAt, loadedByName }) => (
        <>
          <Time at={loadedAt} style="minute" zone={false} /> <Text isQuiet>{loadedByName}</Text>
        </>
      ),
    },
  ];
}

/** A board, with its story for who may read it. */
export function Board({ sn }: { sn: string }) {
  if (!useMay("trace:read")) return <Sn value={sn} />;
  return (
    <TextLink to="/trace/$sn" params={{ sn }}>
      <Sn value={sn} />
    </TextLink>
  );
}
