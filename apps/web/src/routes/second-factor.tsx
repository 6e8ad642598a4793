import { createFileRoute, redirect } from "@tanstack/react-router";
import { SecondFactorPage } from "~/features/auth/pages/second-factor-page.tsx";
import { queryClient } from "~/lib/query-client.ts";
import { meQuery } from "~/lib/session.ts";

/** Where a person lands whom the plant asks for a second factor. */
export const Route = createFileRoute("/second-factor")({
  beforeLoad: async () => {
    const me = await queryClient.ensureQueryData(meQuery);
    if (!me) throw redirect({ to: "/sign-in" });
    if (!me.user.mustAddSecondFactor) throw redirect({ to: "/account" });
  },
  component: SecondFactorPage,
  staticData: { texts: ["auth"] },
});
