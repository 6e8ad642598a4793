import { createFileRoute, redirect } from "@tanstack/react-router";
import { queryClient } from "~/lib/query-client.ts";
import { meQuery } from "~/lib/session.ts";
import { Frame } from "~/shell/frame.tsx";
import { NotFound } from "~/shell/not-found.tsx";
import { PageError } from "~/ui/page-error.tsx";

/** Everything behind the sign-in. Nobody without a session or with a borrowed password gets here. */
export const Route = createFileRoute("/_app")({
  beforeLoad: async ({ location }) => {
    const me = await queryClient.ensureQueryData(meQuery);
    const from = location.href === "/" ? undefined : location.href;
    if (!me) throw redirect({ to: "/sign-in", search: { from } });
    if (me.user.mustChangePassword) throw redirect({ to: "/change-password", search: { from } });
    if (me.user.mustAddSecondFactor) throw redirect({ to: "/second-factor" });
  },
  component: Frame,
  staticData: { texts: ["menu", "states", "words", "errors"] },
  errorComponent: PageError,
  notFoundComponent: NotFound,
});
