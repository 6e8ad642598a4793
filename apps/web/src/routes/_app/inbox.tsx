import { createFileRoute } from "@tanstack/react-router";
import { InboxPage } from "~/features/notification/pages/inbox-page.tsx";
import { textSearch } from "~/lib/search.ts";

export const Route = createFileRoute("/_app/inbox")({
  validateSearch: textSearch("unread", "severity"),
  component: InboxPage,
  staticData: { texts: ["notification"] },
});
