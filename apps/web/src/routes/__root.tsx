import { QueryClientProvider } from "@tanstack/react-query";
import { createRootRoute, Outlet } from "@tanstack/react-router";
import { Suspense } from "react";
import { preloadTexts } from "~/lib/i18n.ts";
import { queryClient } from "~/lib/query-client.ts";
import { MaintenanceBanner } from "~/shell/maintenance-banner.tsx";
import { PlainError } from "~/shell/plain-error.tsx";

export const Route = createRootRoute({
  // Also when a link is only pointed at.
  beforeLoad: ({ matches }) => preloadTexts(matches.flatMap((m) => m.staticData.texts ?? [])),
  component: Root,
  errorComponent: PlainError,
});

function Root() {
  return (
    <QueryClientProvider client={queryClient}>
      <Suspense>
        <MaintenanceBanner />
        <Outlet />
      </Suspense>
    </QueryClientProvider>
  );
}
