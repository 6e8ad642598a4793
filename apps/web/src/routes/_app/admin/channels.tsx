import { createFileRoute } from "@tanstack/react-router";
import { ChannelsPage } from "~/features/notification/pages/channels-page.tsx";
import { requires } from "~/lib/guard.ts";

export const Route = createFileRoute("/_app/admin/channels")({
  beforeLoad: requires("system:config"),
  component: ChannelsPage,
  staticData: { texts: ["notification"] },
});
