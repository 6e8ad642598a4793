import { createFileRoute } from "@tanstack/react-router";
import { LoadPage } from "~/features/carrier/pages/load-page.tsx";
import { requires } from "~/lib/guard.ts";
import { textSearch } from "~/lib/search.ts";

export const Route = createFileRoute("/_app/load")({
  validateSearch: textSearch("carrier"),
  beforeLoad: requires("carrier:load"),
  component: LoadPage,
  staticData: { frame: "bare", texts: ["carrier"] },
});
