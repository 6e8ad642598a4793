import { get } from "~/lib/http.ts";

export interface Hit {
  kind: string;
  key: string;
  title: string;
  state: string | null;
}

/** What the server knows by this number or name. */
export async function find(q: string, signal?: AbortSignal): Promise<Hit[]> {
  const answer = await get<Hit[] | { items: Hit[] }>("/search", { query: { q }, signal });
  return Array.isArray(answer) ? answer : answer.items;
}
