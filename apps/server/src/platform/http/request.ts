import { AppError } from "@lineside/domain/kernel";
import type { Config } from "../config.ts";
import { newId } from "../ids.ts";

/** What the platform reads from a request before any module sees it. */
export interface RequestFacts {
  requestId: string;
  ip: string | null;
  isSecure: boolean;
  idempotencyKey: string | null;
}

export function readRequest(
  request: Request,
  peer: string | null,
  config: Pick<Config, "trustedProxies" | "publicUrl" | "tls">,
): RequestFacts {
  const { headers } = request;
  const given = headers.get("x-request-id");
  const isProxied = isTrusted(peer, config.trustedProxies);
  const forwarded = isProxied ? lastUntrusted(headers.get("x-forwarded-for"), config) : null;
  return {
    requestId: given && /^[\w.:-]{1,64}$/.test(given) ? given : newId(),
    ip: forwarded ?? peer,
    isSecure:
      config.tls !== null ||
      (config.publicUrl?.startsWith("https:") ??
        (isProxied && headers.get("x-forwarded-proto") === "https")),
    idempotencyKey: headers.get("idempotency-key"),
  };
}

/**
 * Refuses a change that another site's page sent with this browser's cookies. Browsers send Origin
 * with every such request; a program without a browser sends neither header and brings no cookie jar.
 */
export function checkOrigin(
  request: Request,
  peer: string | null,
  config: Pick<Config, "trustedProxies" | "publicUrl">,
): void {
  const { headers } = request;
  const site = headers.get("sec-fetch-site");
  const origin = headers.get("origin");
  if (origin === null && (site === null || site === "same-origin" || site === "none")) return;
  const proxied = isTrusted(peer, config.trustedProxies) ? headers.get("x-forwarded-host") : null;
  const hosts = [headers.get("host"), proxied, config.publicUrl && new URL(config.publicUrl).host];
  const from = origin && URL.canParse(origin) ? new URL(origin).host : null;
  if (from !== null && hosts.includes(from)) return;
  throw new AppError("forbidden", "ORIGIN_MISMATCH", { origin: origin ?? site });
}

function isTrusted(peer: string | null, trusted: readonly string[]): boolean {
  return trusted.includes("*") || (peer !== null && trusted.includes(peer.replace("::ffff:", "")));
}

/** The right-most address that no trusted proxy added: what stands left of it, anyone can write. */
function lastUntrusted(header: string | null, config: Pick<Config, "trustedProxies">) {
  const chain = (header ?? "").split(",").flatMap((part) => part.trim() || []);
  if (config.trustedProxies.includes("*")) return chain.at(-1) ?? null;
  return chain.findLast((address) => !isTrusted(address, config.trustedProxies)) ?? null;
}
