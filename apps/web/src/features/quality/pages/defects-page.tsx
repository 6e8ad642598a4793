import { useNavigate, useSearch } from "@tanstack/react-router";
import { useT } from "~/lib/i18n.ts";
import { useLive } from "~/lib/live.ts";
import { Page } from "~/ui/page.tsx";
import { Tabs } from "~/ui/tabs.tsx";
import { CodesTab } from "../components/codes-tab.tsx";
import { DefectsTab } from "../components/defects-tab.tsx";
import { HeldTab } from "../components/held-tab.tsx";

/** What went wrong with boards, what waits for a decision, and the words it is called by. */
export function DefectsPage() {
  const t = useT("quality");
  const { tab = "defects" } = useSearch({ from: "/_app/defects" });
  const navigate = useNavigate({ from: "/defects" });
  useLive(["defect."], [["defects"]]);
  useLive(["unit.held", "unit.released", "unit.scrapped"], [["held-units"], ["defects"]]);
  return (
    <Page title={t("title")} lead={t("lead")}>
      <Tabs
        value={tab}
        onChange={(next) => navigate({ search: next === "defects" ? {} : { tab: next } })}
        tabs={[
          { value: "defects", label: t("defects"), content: <DefectsTab /> },
          { value: "held", label: t("held"), content: <HeldTab /> },
          { value: "codes", label: t("codes"), content: <CodesTab /> },
        ]}
      />
    </Page>
  );
}
