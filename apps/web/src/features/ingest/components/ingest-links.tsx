import { useT } from "~/lib/i18n.ts";
import { useMay } from "~/lib/session.ts";
import { PageLinks } from "~/ui/page-links.tsx";

/** The pages about machine events, beside the title of each. */
export function IngestLinks() {
  const t = useT("ingest");
  const may = useMay("ingest:config");
  return (
    <PageLinks
      label={t("pages")}
      links={[
        { to: "/ingest", label: t("pages.monitor") },
        { to: "/ingest/events", label: t("pages.events") },
        ...(may ? ([{ to: "/ingest/endpoints", label: t("pages.endpoints") }] as const) : []),
      ]}
    />
  );
}
