import { useNavigate, useSearch } from "@tanstack/react-router";
import { useT } from "~/lib/i18n.ts";
import { Page } from "~/ui/page.tsx";
import { Tabs } from "~/ui/tabs.tsx";
import { LinesTab } from "../components/lines-tab.tsx";
import { OperationsTab } from "../components/operations-tab.tsx";
import { ProductsTab } from "../components/products-tab.tsx";
import { ShiftsTab } from "../components/shifts-tab.tsx";
import { GroupsTab, StationsTab } from "../components/station-tabs.tsx";

/** What the factory consists of: everything else refers to it. */
export function PlantPage() {
  const t = useT("plant");
  const { tab = "lines" } = useSearch({ from: "/_app/plant" });
  const navigate = useNavigate({ from: "/plant" });
  return (
    <Page title={t("title")} lead={t("lead")}>
      <Tabs
        value={tab}
        // Filters belong to their tab.
        onChange={(next) => navigate({ search: { tab: next }, replace: true })}
        tabs={[
          { value: "lines", label: t("tab.lines"), content: <LinesTab /> },
          { value: "stations", label: t("tab.stations"), content: <StationsTab /> },
          { value: "groups", label: t("tab.groups"), content: <GroupsTab /> },
          { value: "operations", label: t("tab.operations"), content: <OperationsTab /> },
          { value: "products", label: t("tab.products"), content: <ProductsTab /> },
          { value: "shifts", label: t("tab.shifts"), content: <ShiftsTab /> },
        ]}
      />
    </Page>
  );
}
