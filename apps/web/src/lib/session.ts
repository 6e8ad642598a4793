import type { Me, Permission } from "@lineside/domain/auth";
import { queryOptions, useQuery, useSuspenseQuery } from "@tanstack/react-query";
import { setPlantZone } from "./format.ts";
import { ApiError, get, post } from "./http.ts";
import { type Language, setLanguage } from "./i18n.ts";
import { queryClient } from "./query-client.ts";
import { setTheme, type Theme } from "./theme.ts";

export type { Me, Permission };

/** Who is signed in and what they may do; null without a session. */
export const meQuery = queryOptions({
  queryKey: ["me"],
  staleTime: 60_000,
  queryFn: async (): Promise<Me | null> => {
    const me = await get<Me>("/auth/me").catch((error: unknown) => {
      if (error instanceof ApiError && error.status === 401) return null;
      throw error;
    });
    if (me) await apply(me);
    return me;
  },
});

async function apply(me: Me): Promise<void> {
  setPlantZone(me.settings.timezone);
  if (me.user.theme) setTheme(me.user.theme.toLowerCase() as Theme);
  if (me.user.locale) await setLanguage(me.user.locale as Language);
}

/** Inside the signed-in frame, where a session is certain. */
export function useMe(): Me {
  const { data } = useSuspenseQuery(meQuery);
  if (!data) throw new ApiError({ code: "UNAUTHORIZED", status: 401 });
  return data;
}

export function useMay(permission: Permission): boolean {
  const { data } = useQuery(meQuery);
  return data?.access[permission] !== undefined;
}

/** For lists of things of which some may be shown. */
export function useMayAll(): (permission: Permission | undefined) => boolean {
  const { data } = useQuery(meQuery);
  return (permission) => permission === undefined || data?.access[permission] !== undefined;
}

export async function signOut(): Promise<void> {
  await post("/auth/sign-out");
  forgetSession();
}

/** Nothing of one person's session may be seen by the next one on the same screen. */
export function forgetSession(): void {
  queryClient.clear();
  queryClient.setQueryData(meQuery.queryKey, null);
}

export async function refreshSession(): Promise<void> {
  await queryClient.invalidateQueries();
}
