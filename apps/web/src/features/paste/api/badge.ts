import { del, post } from "~/lib/http.ts";
import { refreshSession } from "~/lib/session.ts";

/** A badge scanned here: its owner's name stands on what follows until it is put away. */
export async function takeBadge(badge: string): Promise<string> {
  const { operator } = await post<{ operator: { name: string } }>("/auth/badge", {
    body: { badge },
  });
  await refreshSession();
  return operator.name;
}

export async function putBadgeAway(): Promise<void> {
  await del("/auth/badge");
  await refreshSession();
}
