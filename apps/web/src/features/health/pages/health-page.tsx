import { useQuery } from "@tanstack/react-query";
import { useT } from "~/lib/i18n.ts";
import { useLive } from "~/lib/live.ts";
import { onDemand } from "~/lib/on-demand.tsx";
import { useMay } from "~/lib/session.ts";
import { Page } from "~/ui/page.tsx";
import { Refusal } from "~/ui/refusal.tsx";
import { Loading } from "~/ui/skeleton.tsx";
import { healthKey, healthQuery } from "../api/health.ts";
import { MaintenancePanel } from "../components/maintenance-panel.tsx";
import { CheckBoxes, HealthPath } from "../components/picture.tsx";
import { TroubleList } from "../components/trouble-list.tsx";
import { Verdict } from "../components/verdict.tsx";
import { VitalFigures } from "../components/vital-figures.tsx";

const NodeList = onDemand(() => import("../components/node-list.tsx"), "NodeList");

/** Where an administrator starts: how the server is, and what to do about what is wrong. */
export function HealthPage() {
  const t = useT("health");
  const mayOperate = useMay("ops:operate");
  const { data: health, error, refetch } = useQuery(healthQuery);
  useLive(["health."], [healthKey]);
  return (
    <Page title={t("title")}>
      {!health && error && <Refusal error={error} onRetry={() => void refetch()} />}
      {!health && !error && <Loading lines={5} />}
      {health && (
        <>
          <Verdict health={health} />
          <TroubleList checks={health.checks} />
          <HealthPath checks={health.checks} />
          <VitalFigures checks={health.checks} />
          <CheckBoxes checks={health.checks} />
          {(health.nodes?.length ?? 0) > 1 && <NodeList nodes={health.nodes ?? []} />}
        </>
      )}
      {mayOperate && <MaintenancePanel />}
    </Page>
  );
}
