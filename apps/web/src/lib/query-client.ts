import { MutationCache, QueryCache, QueryClient } from "@tanstack/react-query";
import { ApiError } from "./http.ts";

let signOut: () => void = () => {};

/** What to do when the server no longer knows us; the router knows where to go. */
export function onUnauthorized(react: () => void): void {
  signOut = react;
}

function note(error: unknown): void {
  if (!(error instanceof ApiError)) return;
  if (error.code === "UNAUTHORIZED") signOut();
  // The banner says why, at once.
  if (error.code === "MAINTENANCE")
    void queryClient.invalidateQueries({ queryKey: ["maintenance"] });
}

// http.ts already asks again when the network or a busy server is at fault; a refusal, a missing
// permission or a missing session does not change by asking again.
export const queryClient = new QueryClient({
  queryCache: new QueryCache({ onError: note }),
  mutationCache: new MutationCache({ onError: note }),
  defaultOptions: {
    queries: { retry: false, staleTime: 5_000, refetchOnWindowFocus: true, networkMode: "always" },
    mutations: { retry: false, networkMode: "always" },
  },
});
