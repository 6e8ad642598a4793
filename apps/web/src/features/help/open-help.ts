import { redirect } from "@tanstack/react-router";
import { queryClient } from "~/lib/query-client.ts";
import { meQuery } from "~/lib/session.ts";
import { helpFor } from "./help-map.ts";
import { ownManuals } from "./manual-roles.ts";

/** From the help button of a screen to its place in the reader's own manual. */
export async function toHelpOf({ of, from }: { of?: string; from?: string }): Promise<void> {
  const me = await queryClient.ensureQueryData(meQuery);
  const place = helpFor(of ?? "", ownManuals(me?.roles ?? []));
  if (place === null) return;
  throw redirect({
    to: "/help/$slug",
    params: { slug: place.slug },
    hash: place.anchor,
    search: { from },
    replace: true,
  });
}
