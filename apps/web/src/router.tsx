import { type AnyRouteMatch, createRouter, lazyRouteComponent } from "@tanstack/react-router";
import { preloadTexts } from "./lib/i18n.ts";
import { onUnauthorized, queryClient } from "./lib/query-client.ts";
import { forgetSession, meQuery } from "./lib/session.ts";
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
    /** The catalogues its page needs, beside those of its frame. */
    texts?: readonly string[];
  }
}

/**
 * Asks at once for all the first page needs: its code, its texts, who is signed in. Left to
 * themselves they would follow one after the other, each a round trip later.
 */
export function warmUp(): void {
  const matches: Pick<AnyRouteMatch, "routeId" | "staticData">[] = router.matchRoutes(
    router.latestLocation,
  );
  for (const { routeId, staticData } of matches) {
    // What fails here fails again where it is needed, and is told there.
    void router
      .loadRouteChunk(router.routesById[routeId as keyof typeof router.routesById])
      ?.catch(() => undefined);
    preloadTexts(staticData.texts ?? []);
    if (routeId === "/_app") void queryClient.prefetchQuery(meQuery);
  }
}

// A session that ended under the hands: sign in again and come back to the same place.
onUnauthorized(() => {
  const { pathname, href } = router.state.location;
  if (["/sign-in", "/setup"].includes(pathname)) return;
  forgetSession();
  void router.navigate({ to: "/sign-in", search: { from: href }, replace: true });
});
