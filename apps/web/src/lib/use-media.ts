import { useSyncExternalStore } from "react";

/** Follows a media query, e.g. `(min-width: 1280px)`, for what style sheets alone cannot decide. */
export function useMedia(query: string): boolean {
  return useSyncExternalStore(
    (notify) => {
      const media = matchMedia(query);
      media.addEventListener("change", notify);
      return () => media.removeEventListener("change", notify);
    },
    () => matchMedia(query).matches,
  );
}
