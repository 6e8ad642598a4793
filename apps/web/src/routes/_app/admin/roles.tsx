import { createFileRoute } from "@tanstack/react-router";
import { RolesPage } from "~/features/auth/pages/roles-page.tsx";
import { requires } from "~/lib/guard.ts";

export const Route = createFileRoute("/_app/admin/roles")({
  beforeLoad: requires("system:role_manage"),
  component: RolesPage,
  staticData: { texts: ["roles", "users"] },
});
