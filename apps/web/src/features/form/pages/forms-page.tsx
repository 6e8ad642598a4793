import type { FormRow } from "@lineside/domain/form";
import { useNavigate } from "@tanstack/react-router";
import { Plus } from "lucide-react";
import { useState } from "react";
import { useLocalName, useT } from "~/lib/i18n.ts";
import { useLive } from "~/lib/live.ts";
import { onDemand } from "~/lib/on-demand.tsx";
import { useRows } from "~/lib/pages.ts";
import { useMay } from "~/lib/session.ts";
import { Button } from "~/ui/button.tsx";
import { type Column, DataTable } from "~/ui/data-table.tsx";
import { Empty } from "~/ui/empty.tsx";
import { Page } from "~/ui/page.tsx";
import { Badge } from "~/ui/status-pill.tsx";
import { Text } from "~/ui/text.tsx";

const NewForm = onDemand(() => import("../components/new-form.tsx"), "NewForm");

/** The forms of the plant: which revision is in use, what its records prove. */
export function FormsPage() {
  const t = useT("form");
  const may = useMay("form:config");
  const navigate = useNavigate();
  const [isNew, setNew] = useState(false);
  const rows = useRows<FormRow>(["forms", "list"], "/forms", {});
  useLive(["formDefinition."], [["forms"]]);
  const open = (code: string) => void navigate({ to: "/forms/$code", params: { code } });
  return (
    <Page
      title={t("forms")}
      lead={t("formsLead")}
      actions={
        may && (
          <Button look="primary" icon={Plus} {...NewForm.reach} onClick={() => setNew(true)}>
            {t("newForm")}
          </Button>
        )
      }
    >
      <DataTable
        {...rows}
        label={t("forms")}
        columns={useColumns()}
        rowKey={(row) => row.code}
        onOpen={(row) => open(row.code)}
        empty={<Empty title={t("noForms")} />}
      />
      {isNew && <NewForm onClose={() => setNew(false)} onDone={open} />}
    </Page>
  );
}

function useColumns(): Column<FormRow>[] {
  const t = useT("form");
  const local = useLocalName();
  const tWords = useT("words");
  return [
    {
      key: "code",
      header: t("form"),
      isLead: true,
      cell: (row) => (
        <span className="flex flex-wrap items-center gap-2">
          <Text isStrong>{row.code}</Text> {local(row)}
        </span>
      ),
    },
    { key: "about", header: t("about"), cell: (row) => t(`about.${row.about}`) },
    {
      key: "check",
      header: t("check"),
      isEmpty: (row) => row.checkCode === null,
      cell: (row) => row.checkCode && tWords(`check.${row.checkCode}`),
    },
    {
      key: "revision",
      header: t("revision"),
      width: "11rem",
      cell: (row) => (
        <span className="flex flex-wrap gap-1">
          {row.activeRevision === null ? (
            <Badge tone="warn">{t("notInUse")}</Badge>
          ) : (
            t("revisionNo", { no: row.activeRevision })
          )}
          {row.draftRevision !== null && <Badge tone="wait">{t("hasDraft")}</Badge>}
        </span>
      ),
    },
    { key: "confirm", header: t("confirmedBy"), cell: (row) => t(`confirm.${row.confirm}`) },
    {
      key: "records",
      header: t("records"),
      width: "6rem",
      align: "end",
      cell: (row) => row.records,
    },
  ];
}
