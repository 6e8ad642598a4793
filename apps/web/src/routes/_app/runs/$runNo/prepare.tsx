import { createFileRoute } from "@tanstack/react-router";
import { type FormToFill, PreparePage } from "~/features/readiness/pages/prepare-page.tsx";
import { requires } from "~/lib/guard.ts";
import { onDemand } from "~/lib/on-demand.tsx";
import { textSearch } from "~/lib/search.ts";

export const Route = createFileRoute("/_app/runs/$runNo/prepare")({
  validateSearch: textSearch("fill"),
  beforeLoad: requires("readiness:read"),
  component: Prepare,
  staticData: { texts: ["readiness", "words"] },
});

const RecordDrawer = onDemand(
  () => import("~/features/form/components/record-drawer.tsx"),
  "RecordDrawer",
);

function Prepare() {
  return <PreparePage renderForm={(form: FormToFill) => <RecordDrawer {...form} />} />;
}
