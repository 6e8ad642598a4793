import { post } from "~/lib/http.ts";
import { queryClient } from "~/lib/query-client.ts";
import { meQuery } from "~/lib/session.ts";

export async function signIn(body: { username: string; password: string; code?: string }) {
  await post("/auth/sign-in", { body });
  queryClient.clear();
  return queryClient.fetchQuery(meQuery);
}
