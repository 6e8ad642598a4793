import { createRouter, lazyRouteComponent } from "@tanstack/react-router";
import { onUnauthorized } from "./lib/query-client.ts";
import { forgetSession } from "./lib/session.ts";
import { routeTree } from "./route-tree.gen.ts";

export const router = createRouter({
  routeTree,
  defaultPreload: "intent",
  defaultPendingMs: 250,
  defaultPendingMinMs: 0,
  scrollRestoration: true,
  // In place of the page that failed, inside the frame; loaded when first needed.
  defaultErrorComponent: lazyRouteComponent(() => import("./ui/page-error.tsx"), "PageError"),
});

declare module "@tanstack/react-router" {
  interface Register {
    router: typeof router;
  }
  interface StaticDataRouteOption {
    /** bare: the whole screen without the menu, for stations and wall boards. */
    frame?: "bare";
  }
}

// A session that ended under the hands: sign in again and come back to the same place.
onUnauthorized(() => {
  const { pathname, href } = router.state.location;
  if (["/sign-in", "/setup"].includes(pathname)) return;
  forgetSession();
  void router.navigate({ to: "/sign-in", search: { from: href }, replace: true });
});
