import { createFileRoute } from "@tanstack/react-router";
import { SetupPage } from "~/features/auth/pages/setup-page.tsx";
import { textSearch } from "~/lib/search.ts";

export const Route = createFileRoute("/setup")({
  validateSearch: textSearch("token"),
  component: SetupPage,
  staticData: { texts: ["auth"] },
});
