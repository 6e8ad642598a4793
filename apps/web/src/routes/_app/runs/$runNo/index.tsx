import { createFileRoute } from "@tanstack/react-router";
import { progressQuery, runQuery } from "~/features/run/api/runs.ts";
import { RunPage } from "~/features/run/pages/run-page.tsx";
import { RunClocks } from "~/features/time-rule/components/run-clocks.tsx";
import { requires } from "~/lib/guard.ts";
import { queryClient } from "~/lib/query-client.ts";
import { textSearch } from "~/lib/search.ts";

export const Route = createFileRoute("/_app/runs/$runNo/")({
  validateSearch: textSearch("gate", "q", "step", "state"),
  beforeLoad: requires("run:read"),
  // Asked for while the page's own code is still on its way; the page shows what fails.
  loader: ({ params }) => {
    void queryClient.prefetchQuery(runQuery(params.runNo));
    void queryClient.prefetchQuery(progressQuery(params.runNo));
  },
  component: RunWithClocks,
  staticData: { texts: ["run", "events", "time-rule"] },
});

function RunWithClocks() {
  return <RunPage clocks={<RunClocks />} />;
}
