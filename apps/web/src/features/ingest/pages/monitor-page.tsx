import { type MonitorAnswer, type MonitorWindow, monitorWindows } from "@lineside/domain/ingest";
import { useQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useT } from "~/lib/i18n.ts";
import { useLive } from "~/lib/live.ts";
import { Page } from "~/ui/page.tsx";
import { Refusal } from "~/ui/refusal.tsx";
import { Segmented } from "~/ui/segmented.tsx";
import { Loading } from "~/ui/skeleton.tsx";
import { ingestKey, monitorQuery } from "../api/monitor.ts";
import { Doors } from "../components/doors.tsx";
import { SourceTable, StationTable } from "../components/fate-tables.tsx";
import { IngestLinks } from "../components/ingest-links.tsx";
import { RateChart } from "../components/rate-chart.tsx";
import { ToActOn } from "../components/to-act-on.tsx";
import { Totals } from "../components/totals.tsx";

/** What machines send, what becomes of it, and what waits for a person. */
export function MonitorPage() {
  const t = useT("ingest");
  const search = useSearch({ from: "/_app/ingest/" });
  const navigate = useNavigate({ from: "/ingest/" });
  const window = monitorWindows.find((each) => each === search.window) ?? "1h";
  const { data, error, refetch } = useQuery(monitorQuery(window));
  useLive(["ingest.", "endpoint."], [ingestKey]);
  return (
    <Page
      title={t("monitor.title")}
      lead={t("monitor.lead")}
      beside={<IngestLinks />}
      actions={
        <Segmented
          label={t("window")}
          value={window}
          choices={monitorWindows.map((value) => ({ value, label: t(`window.${value}`) }))}
          onChange={(value) =>
            void navigate({ search: { window: value === "1h" ? undefined : value }, replace: true })
          }
        />
      }
    >
      {error && !data && <Refusal error={error} onRetry={() => void refetch()} />}
      {!data && !error && <Loading lines={10} />}
      {data && <Told monitor={data} window={window} />}
    </Page>
  );
}

function Told({ monitor, window }: { monitor: MonitorAnswer; window: MonitorWindow }) {
  return (
    <>
      <Totals monitor={monitor} window={window} />
      <ToActOn waiting={monitor.waiting} />
      <RateChart monitor={monitor} />
      <SourceTable sources={monitor.sources} />
      <StationTable stations={monitor.stations} />
      <Doors doors={monitor.doors} />
    </>
  );
}
