import { QueryClientProvider } from "@tanstack/react-query";
import { createRootRoute, Outlet } from "@tanstack/react-router";
import { Suspense } from "react";
import { queryClient } from "~/lib/query-client.ts";
import { PlainError } from "~/shell/plain-error.tsx";

export const Route = createRootRoute({
  component: Root,
  errorComponent: PlainError,
});

function Root() {
  return (
    <QueryClientProvider client={queryClient}>
      <Suspense>
        <Outlet />
      </Suspense>
    </QueryClientProvider>
  );
}
