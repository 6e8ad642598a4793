import { formRecordStates, type RecordRow } from "@lineside/domain/form";
import { useQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useLocalName, useT } from "~/lib/i18n.ts";
import { useLineChoices } from "~/lib/line-choices.ts";
import { useLive } from "~/lib/live.ts";
import { onDemand } from "~/lib/on-demand.tsx";
import { useRows } from "~/lib/pages.ts";
import { plantDayEnd, plantDayStart } from "~/lib/plant-day.ts";
import { DataTable } from "~/ui/data-table.tsx";
import { Empty } from "~/ui/empty.tsx";
import { FilterBar } from "~/ui/filter-bar.tsx";
import { Page } from "~/ui/page.tsx";
import { useStateText } from "~/ui/status-pill.tsx";
import { formsQuery } from "../api/forms.ts";
import { FillButton } from "../components/fill-button.tsx";
import { useRecordColumns } from "../components/record-columns.tsx";

const RecordView = onDemand(() => import("../components/record-view.tsx"), "RecordView");
const RecordDrawer = onDemand(() => import("../components/record-drawer.tsx"), "RecordDrawer");

/** Every filled form, newest first; here one is filled, confirmed, corrected. */
export function RecordsPage() {
  const t = useT("form");
  const search = useSearch({ from: "/_app/records" });
  const navigate = useNavigate({ from: "/records" });
  const { form, run, line, subject, judgement, state, from, to, record, fill } = search;
  const filters = {
    formCode: form,
    runNo: run,
    lineCode: line,
    subject,
    judgement,
    state,
    from: from && plantDayStart(from),
    to: to && plantDayEnd(to),
  };
  const rows = useRows<RecordRow>(["form-records", "list", filters], "/form-records", filters);
  useLive(["form."], [["form-records", "list"]]);
  const set = (patch: Partial<typeof search>, replace = true) =>
    navigate({ search: (old) => ({ ...old, ...patch }), replace });
  const isFiltered = Object.values(filters).some(Boolean);
  return (
    <Page
      title={t("records")}
      lead={t("recordsLead")}
      actions={<FillButton onChoose={(code) => set({ fill: code }, false)} />}
    >
      <FilterBar values={search} onChange={set} filters={useFilters()} />
      <DataTable
        {...rows}
        label={t("records")}
        columns={useRecordColumns()}
        rowKey={(row) => row.id}
        onOpen={(row) => set({ record: row.id }, false)}
        reach={RecordView.reach}
        isSelected={(row) => row.id === record}
        empty={
          <Empty
            title={t(isFiltered ? "noneFound" : "noRecords")}
            hint={isFiltered ? undefined : t("noRecordsHint")}
          />
        }
      />
      {record && <RecordView key={record} id={record} onClose={() => set({ record: undefined })} />}
      {fill && (
        <RecordDrawer
          key={fill}
          formCode={fill}
          about={{ ...(run && { runNo: run }), ...(line && { lineCode: line }) }}
          onClose={() => set({ fill: undefined })}
        />
      )}
    </Page>
  );
}

function useFilters() {
  const t = useT("form");
  const local = useLocalName();
  const stateText = useStateText("record");
  const resultText = useStateText("result");
  const forms = useQuery(formsQuery).data ?? [];
  const lines = useLineChoices();
  return [
    {
      key: "form",
      label: t("form"),
      choices: forms.map((each) => ({ value: each.code, label: `${each.code} ${local(each)}` })),
    },
    {
      key: "judgement",
      label: t("judgement"),
      choices: ["PASS", "FAIL"].map((value) => ({ value, label: resultText(value) })),
    },
    {
      key: "state",
      label: t("state"),
      choices: formRecordStates.states.map((value) => ({ value, label: stateText(value) })),
    },
    {
      key: "line",
      label: t("line"),
      choices: lines.map(({ code, name }) => ({ value: code, label: `${code} · ${name}` })),
    },
    { key: "run", label: t("run"), kind: "text" as const },
    { key: "subject", label: t("subject"), kind: "text" as const },
    { key: "from", label: t("from"), kind: "date" as const },
    { key: "to", label: t("to"), kind: "date" as const },
  ];
}
