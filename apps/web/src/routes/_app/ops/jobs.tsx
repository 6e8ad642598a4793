import { createFileRoute } from "@tanstack/react-router";
import { JobsPage } from "~/features/ops/pages/jobs-page.tsx";
import { requires } from "~/lib/guard.ts";
import { textSearch } from "~/lib/search.ts";

export const Route = createFileRoute("/_app/ops/jobs")({
  validateSearch: textSearch("tab", "q", "state", "lane", "kind", "job", "cause"),
  beforeLoad: requires("job:read"),
  component: JobsPage,
  staticData: { texts: ["ops"] },
});
