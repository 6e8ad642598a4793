import { createFileRoute, redirect } from "@tanstack/react-router";
import { ChooseStationPage } from "~/features/station/pages/choose-station-page.tsx";
import { rememberedStation } from "~/features/station/remembered-station.ts";
import { requires } from "~/lib/guard.ts";
import { textSearch } from "~/lib/search.ts";

const mayRead = requires("exec:read");

export const Route = createFileRoute("/_app/station/")({
  validateSearch: textSearch("choose"),
  beforeLoad: async ({ search }: { search: { choose?: string } }) => {
    await mayRead();
    const code = rememberedStation();
    if (code && !search.choose) throw redirect({ to: "/station/$code", params: { code } });
  },
  component: ChooseStationPage,
  staticData: { texts: ["station"] },
});
