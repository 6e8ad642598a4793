import { useQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useT } from "~/lib/i18n.ts";
import { useLive } from "~/lib/live.ts";
import { onDemand } from "~/lib/on-demand.tsx";
import { Page } from "~/ui/page.tsx";
import { Refusal } from "~/ui/refusal.tsx";
import { Loading } from "~/ui/skeleton.tsx";
import { Tabs } from "~/ui/tabs.tsx";
import { jobsKey, overviewQuery } from "../api/overview.ts";
import { Alarms } from "../components/alarms.tsx";
import { DeadJobs } from "../components/dead-jobs.tsx";
import { LaneTable } from "../components/lane-table.tsx";
import { Nodes } from "../components/nodes.tsx";
import { Timetables } from "../components/timetables.tsx";

const loadLists = () => import("../components/job-lists.tsx");
const JobList = onDemand(loadLists, "JobList");
const KindTable = onDemand(loadLists, "KindTable");
const JobDrawer = onDemand(() => import("../components/job-drawer.tsx"), "JobDrawer");
const CaseDrawer = onDemand(() => import("../components/case-drawer.tsx"), "CaseDrawer");

/** What the server does by itself: what waits, what died, what runs by the clock. */
export function JobsPage() {
  const t = useT("ops");
  const search = useSearch({ from: "/_app/ops/jobs" });
  const navigate = useNavigate({ from: "/ops/jobs" });
  const set = (patch: Partial<typeof search>) =>
    void navigate({ search: (old) => ({ ...old, ...patch }), replace: true });
  useLive(["job.", "jobKind.", "cron."], [jobsKey]);
  return (
    <Page title={t("title")} lead={t("lead")}>
      <Tabs
        value={search.tab ?? "overview"}
        onChange={(tab) => set({ tab: tab === "overview" ? undefined : tab })}
        tabs={[
          {
            value: "overview",
            label: t("overview"),
            content: <Overview onOpenCases={(cause) => set({ cause })} />,
          },
          { value: "list", label: t("list"), content: <JobList search={search} onChange={set} /> },
          { value: "kinds", label: t("kinds"), content: <KindTable /> },
        ]}
      />
      {search.cause && (
        <CaseDrawer
          cause={search.cause}
          onClose={() => set({ cause: undefined })}
          onOpenJob={(job) => set({ job, cause: undefined })}
        />
      )}
      {search.job && <JobDrawer id={search.job} onClose={() => set({ job: undefined })} />}
    </Page>
  );
}

function Overview({ onOpenCases }: { onOpenCases: (fingerprint: string) => void }) {
  const { data, error, refetch } = useQuery(overviewQuery);
  if (!data && error) return <Refusal error={error} onRetry={() => void refetch()} />;
  if (!data) return <Loading lines={8} />;
  return (
    <div className="flex flex-col gap-6">
      <Alarms overview={data} />
      <LaneTable lanes={data.lanes} />
      <DeadJobs onOpen={onOpenCases} reach={CaseDrawer.reach} />
      <Timetables />
      <Nodes nodes={data.nodes} />
    </div>
  );
}
