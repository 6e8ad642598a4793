import { createFileRoute } from "@tanstack/react-router";
import { DiffPage } from "~/features/route/pages/diff-page.tsx";
import { requires } from "~/lib/guard.ts";

export const Route = createFileRoute("/_app/routes/$code/diff/$from/$to")({
  beforeLoad: requires("route:read"),
  component: DiffPage,
  staticData: { texts: ["route"] },
});
