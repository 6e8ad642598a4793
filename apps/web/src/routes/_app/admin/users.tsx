import { createFileRoute } from "@tanstack/react-router";
import { UsersPage } from "~/features/auth/pages/users-page.tsx";
import { requires } from "~/lib/guard.ts";
import { textSearch } from "~/lib/search.ts";

export const Route = createFileRoute("/_app/admin/users")({
  validateSearch: textSearch("q", "role", "state"),
  beforeLoad: requires("system:user_manage"),
  component: UsersPage,
  staticData: { texts: ["users"] },
});
