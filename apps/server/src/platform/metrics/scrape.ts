import { timingSafeEqual } from "node:crypto";
import { z } from "zod";
import { defineAction } from "../action.ts";
import type { Endpoint } from "../http/api.ts";
import type { Platform } from "../platform.ts";
import { collect } from "./collect.ts";
import { expose, expositionType } from "./exposition.ts";

const readMetrics = defineAction({
  name: "ops.readMetrics",
  permission: "ops:read",
  input: z.object({}),
  run: ({ platform }) => scrape(platform),
});

/**
 * Outside /api, where scrapers look for it. Open to who may read the server's health and to who shows
 * the token; a caller on loopback is nobody in particular: behind a proxy everybody is (ADR 0022).
 */
export const metricsDoor: Endpoint = { method: "GET", path: "/metrics", operation: readMetrics };

export async function scrape(platform: Platform): Promise<Response> {
  await collect(platform);
  return new Response(expose(platform.metrics), {
    headers: { "content-type": expositionType, "cache-control": "no-store" },
  });
}

/** Whether the request shows the token of the configuration; without one there, none is right. */
export function showsToken({ headers }: Request, token: string | null): boolean {
  const shown = /^bearer\s+(\S+)\s*$/i.exec(headers.get("authorization") ?? "")?.[1];
  return token !== null && shown !== undefined && isSame(shown, token);
}

/** Takes as long whatever the length and wherever they differ. */
function isSame(shown: string, token: string): boolean {
  const hash = (text: string) => new Bun.CryptoHasher("sha256").update(text).digest();
  return timingSafeEqual(hash(shown), hash(token));
}
