import { useSuspenseQuery } from "@tanstack/react-query";
import { usePlantZone } from "~/lib/format.ts";
import { useT } from "~/lib/i18n.ts";
import { onDemand } from "~/lib/on-demand.tsx";
import { KeyValues } from "~/ui/key-values.tsx";
import { Page, Section } from "~/ui/page.tsx";
import { Loading } from "~/ui/skeleton.tsx";
import { settingsQuery } from "../api/settings.ts";

// Forms weigh more than the page around them: it stands while they come.
const SettingsForm = onDemand(() => import("../components/settings-form.tsx"), "SettingsForm");

export function SettingsPage() {
  const t = useT("settings");
  const zone = usePlantZone();
  const { data } = useSuspenseQuery(settingsQuery);
  return (
    <Page title={t("title")} lead={t("lead")} width="narrow">
      <SettingsForm settings={data} waiting={<Loading lines={12} />} />
      <Section isFramed title={t("fixed")} lead={t("fixedLead")}>
        <KeyValues items={[[t("zone"), zone]]} />
      </Section>
    </Page>
  );
}
