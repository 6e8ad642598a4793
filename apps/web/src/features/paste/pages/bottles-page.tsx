import { type PasteBottleRow, pasteStates } from "@lineside/domain/solder-paste";
import { useQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { PackagePlus, Printer } from "lucide-react";
import { useState } from "react";
import { useT } from "~/lib/i18n.ts";
import { useLive } from "~/lib/live.ts";
import { onDemand } from "~/lib/on-demand.tsx";
import { type Rows, useRows } from "~/lib/pages.ts";
import { useMay } from "~/lib/session.ts";
import { Button } from "~/ui/button.tsx";
import { DataTable } from "~/ui/data-table.tsx";
import { Empty } from "~/ui/empty.tsx";
import { FilterBar } from "~/ui/filter-bar.tsx";
import { Page } from "~/ui/page.tsx";
import { Segmented } from "~/ui/segmented.tsx";
import { useStateText } from "~/ui/status-pill.tsx";
import { fridgesQuery, linesQuery, pasteTypesQuery } from "../api/choices.ts";
import { BottleBoard } from "../components/bottle-board.tsx";
import { useBottleColumns } from "../components/bottle-columns.tsx";
import { PasteNav } from "../components/paste-nav.tsx";

const ReceiveDrawer = onDemand(() => import("../components/receive-drawer.tsx"), "ReceiveDrawer");
const LabelsDrawer = onDemand(() => import("../components/labels-drawer.tsx"), "LabelsDrawer");

/** The states in which a bottle still counts; one whose life is over has to be taken away. */
const inUse = "EXPIRED,RECEIVED,IN_FRIDGE,THAWING,READY,STIRRED,OPEN,RETURNED";

/** Every bottle of the plant: where it stands, what its life runs out of first. */
export function BottlesPage() {
  const t = useT("paste");
  const [drawer, setDrawer] = useState<"receive" | "labels" | null>(null);
  const search = useSearch({ from: "/_app/paste/bottles/" });
  const isTable = search.view === "table";
  const rows = useBottleRows(search, isTable);
  useLive(["pasteBottle."], [["paste-bottles"]]);
  return (
    <Page
      title={t("bottles.title")}
      lead={t("bottles.lead")}
      beside={<PasteNav />}
      actions={
        <Actions
          hasRows={rows.rows.length > 0}
          onReceive={() => setDrawer("receive")}
          onLabels={() => setDrawer("labels")}
        />
      }
    >
      <Filters isTable={isTable} />
      <Bottles rows={rows} isTable={isTable} />
      {drawer === "receive" && <ReceiveDrawer onClose={() => setDrawer(null)} />}
      {drawer === "labels" && (
        <LabelsDrawer
          bottleNos={rows.rows.map(({ bottleNo }) => bottleNo)}
          onClose={() => setDrawer(null)}
        />
      )}
    </Page>
  );
}

type Search = Partial<Record<"q" | "state" | "type" | "line" | "fridge" | "lot", string>>;

function useBottleRows(search: Search, isTable: boolean): Rows<PasteBottleRow> {
  const { q, state, type, line, fridge, lot } = search;
  const filters = {
    q,
    state: state ?? (isTable ? undefined : inUse),
    typeCode: type,
    lineCode: line,
    fridgeCode: fridge,
    lotNo: lot,
    limit: isTable ? undefined : 200,
  };
  return useRows<PasteBottleRow>(["paste-bottles", filters], "/paste-bottles", filters);
}

function Actions(props: { hasRows: boolean; onReceive: () => void; onLabels: () => void }) {
  const t = useT("paste");
  const may = useMay("paste:handle");
  return (
    <>
      {props.hasRows && (
        <Button icon={Printer} {...LabelsDrawer.reach} onClick={props.onLabels}>
          {t("labels.print")}
        </Button>
      )}
      {may && (
        <Button
          look="primary"
          icon={PackagePlus}
          {...ReceiveDrawer.reach}
          onClick={props.onReceive}
        >
          {t("receive.title")}
        </Button>
      )}
    </>
  );
}

function Filters({ isTable }: { isTable: boolean }) {
  const t = useT("paste");
  const stateText = useStateText("bottle");
  const search = useSearch({ from: "/_app/paste/bottles/" });
  const navigate = useNavigate({ from: "/paste/bottles/" });
  const { data: types = [] } = useQuery(pasteTypesQuery);
  const { data: fridges = [] } = useQuery(fridgesQuery);
  const { data: lines = [] } = useQuery({ ...linesQuery, enabled: useMay("plant:read") });
  const choice = ({ code, name }: { code: string; name: string }) => ({
    value: code,
    label: name === code ? code : `${code} · ${name}`,
  });
  const set = (patch: Record<string, string | undefined>) =>
    void navigate({ search: (old) => ({ ...old, ...patch }), replace: true });
  return (
    <FilterBar
      searchLabel={t("bottles.search")}
      values={search}
      onChange={set}
      filters={[
        {
          key: "state",
          label: t("state"),
          choices: pasteStates.states.map((value) => ({ value, label: stateText(value) })),
        },
        { key: "type", label: t("type"), choices: types.map(choice) },
        { key: "line", label: t("line"), choices: lines.map(choice) },
        { key: "fridge", label: t("fridge"), choices: fridges.map(choice) },
        { key: "lot", label: t("lot"), kind: "text" },
      ]}
    >
      <Segmented
        label={t("view")}
        value={isTable ? "table" : "board"}
        onChange={(view) => set({ view: view === "table" ? view : undefined })}
        choices={[
          { value: "board", label: t("view.board") },
          { value: "table", label: t("view.table") },
        ]}
      />
    </FilterBar>
  );
}

function Bottles({ rows, isTable }: { rows: Rows<PasteBottleRow>; isTable: boolean }) {
  const t = useT("paste");
  const navigate = useNavigate();
  const columns = useBottleColumns();
  const empty = <Empty title={t("bottles.none")} hint={t("bottles.noneHint")} />;
  if (!isTable) return <BottleBoard rows={rows} empty={empty} />;
  return (
    <DataTable
      {...rows}
      label={t("bottles.title")}
      columns={columns}
      rowKey={(row) => row.id}
      onOpen={({ bottleNo }) =>
        void navigate({ to: "/paste/bottles/$bottleNo", params: { bottleNo } })
      }
      empty={empty}
    />
  );
}
