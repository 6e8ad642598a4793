import { del, post } from "~/lib/http.ts";
import { refreshSession } from "~/lib/session.ts";

interface Switched {
  operator: { id: string; name: string };
}

/** A badge scanned here: its owner acts on this screen until it is put away. */
export async function switchOperator(badge: string, pin?: string): Promise<Switched> {
  const switched = await post<Switched>("/auth/badge", { body: { badge, pin } });
  await refreshSession();
  return switched;
}

export async function putBadgeAway(): Promise<void> {
  await del("/auth/badge");
  await refreshSession();
}
