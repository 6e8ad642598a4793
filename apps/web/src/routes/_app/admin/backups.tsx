import { createFileRoute } from "@tanstack/react-router";
import { BackupsPage } from "~/features/backup/pages/backups-page.tsx";
import { requires } from "~/lib/guard.ts";

export const Route = createFileRoute("/_app/admin/backups")({
  beforeLoad: requires("backup:read"),
  component: BackupsPage,
  staticData: { texts: ["backup"] },
});
