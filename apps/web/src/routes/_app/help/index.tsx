import { createFileRoute } from "@tanstack/react-router";
import { HelpPage } from "~/features/help/pages/help-page.tsx";
import { textSearch } from "~/lib/search.ts";

const read = textSearch("of", "from", "q");

export const Route = createFileRoute("/_app/help/")({
  validateSearch: read,
  // The map of all screens is asked for with the help, not with every page.
  beforeLoad: async ({ search }) => {
    if (search.of === undefined) return;
    const { toHelpOf } = await import("~/features/help/open-help.ts");
    await toHelpOf(search);
  },
  component: HelpPage,
  staticData: { texts: ["help"] },
});
