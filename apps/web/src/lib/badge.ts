import { del, post } from "./http.ts";
import { refreshSession } from "./session.ts";

/** A badge scanned at a terminal: its owner acts on this screen until it is put away. */
export async function takeBadge(badge: string, pin?: string): Promise<string> {
  const { operator } = await post<{ operator: { name: string } }>("/auth/badge", {
    body: { badge, pin },
  });
  await refreshSession();
  return operator.name;
}

export async function putBadgeAway(): Promise<void> {
  await del("/auth/badge");
  await refreshSession();
}
