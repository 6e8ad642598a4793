import { type CarrierRow, carrierKinds, carrierStates } from "@lineside/domain/execution";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { Boxes, Hand, Plus } from "lucide-react";
import { useState } from "react";
import { useT } from "~/lib/i18n.ts";
import { useLive } from "~/lib/live.ts";
import { onDemand } from "~/lib/on-demand.tsx";
import { useRows } from "~/lib/pages.ts";
import { useMay } from "~/lib/session.ts";
import { Button } from "~/ui/button.tsx";
import { DataTable } from "~/ui/data-table.tsx";
import { Empty } from "~/ui/empty.tsx";
import { FilterBar } from "~/ui/filter-bar.tsx";
import { ButtonLink } from "~/ui/link.tsx";
import { Page } from "~/ui/page.tsx";
import { useStateText } from "~/ui/status-pill.tsx";
import { useCarrierColumns } from "../components/carrier-columns.tsx";

const CarrierForm = onDemand(() => import("../components/carrier-form.tsx"), "CarrierForm");

/** Every carrier: what it is, whether it may be used, how full it is, where it is. */
export function CarriersPage() {
  const t = useT("carrier");
  const { q, kind, state } = useSearch({ from: "/_app/carriers/" });
  const navigate = useNavigate({ from: "/carriers/" });
  const [isNew, setNew] = useState(false);
  const filters = { q, kind, state };
  const rows = useRows<CarrierRow>(["carriers", "list", filters], "/carriers", filters);
  useLive(["carrier.", "unit."], [["carriers", "list"]]);
  const open = (carrierNo: string) =>
    void navigate({ to: "/carriers/$carrierNo", params: { carrierNo } });
  const isFiltered = Object.values(filters).some((value) => value !== undefined);
  return (
    <Page title={t("title")} lead={t("lead")} actions={<Actions onNew={() => setNew(true)} />}>
      <div className="flex flex-col gap-4">
        <Filters />
        <DataTable
          {...rows}
          label={t("title")}
          columns={useCarrierColumns()}
          rowKey={(row) => row.id}
          onOpen={(row) => open(row.carrierNo)}
          empty={
            <Empty
              icon={Boxes}
              title={t(isFiltered ? "noneFound" : "none")}
              hint={isFiltered ? undefined : t("noneHint")}
            />
          }
        />
      </div>
      {isNew && <CarrierForm row={null} onClose={() => setNew(false)} onDone={open} />}
    </Page>
  );
}

function Actions({ onNew }: { onNew: () => void }) {
  const t = useT("carrier");
  const mayConfig = useMay("carrier:config");
  const mayLoad = useMay("carrier:load");
  return (
    <>
      {mayConfig && (
        <Button
          icon={Plus}
          look={mayLoad ? "plain" : "primary"}
          {...CarrierForm.reach}
          onClick={onNew}
        >
          {t("create")}
        </Button>
      )}
      {mayLoad && (
        <ButtonLink to="/load" look="primary" icon={Hand}>
          {t("load.title")}
        </ButtonLink>
      )}
    </>
  );
}

function Filters() {
  const t = useT("carrier");
  const stateText = useStateText("carrier");
  const search = useSearch({ from: "/_app/carriers/" });
  const navigate = useNavigate({ from: "/carriers/" });
  return (
    <FilterBar
      searchLabel={t("search")}
      values={search}
      onChange={(patch) =>
        void navigate({ search: (old) => ({ ...old, ...patch }), replace: true })
      }
      filters={[
        {
          key: "state",
          label: t("state"),
          choices: carrierStates.states.map((value) => ({ value, label: stateText(value) })),
        },
        {
          key: "kind",
          label: t("kind"),
          choices: carrierKinds.map((value) => ({ value, label: t(`kind.${value}`) })),
        },
      ]}
    />
  );
}
