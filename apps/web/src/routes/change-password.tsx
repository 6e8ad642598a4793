import { createFileRoute, redirect } from "@tanstack/react-router";
import { ChangePasswordPage } from "~/features/auth/pages/change-password-page.tsx";
import { queryClient } from "~/lib/query-client.ts";
import { textSearch } from "~/lib/search.ts";
import { meQuery } from "~/lib/session.ts";

/** Where a person lands whose password was set by somebody else. */
export const Route = createFileRoute("/change-password")({
  validateSearch: textSearch("from"),
  beforeLoad: async () => {
    if (!(await queryClient.ensureQueryData(meQuery))) throw redirect({ to: "/sign-in" });
  },
  component: ChangePasswordPage,
  staticData: { texts: ["auth"] },
});
