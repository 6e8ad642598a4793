import { hostname } from "node:os";
import type { AmqpStatus } from "@lineside/domain/ingest";
import type { Platform } from "../../../platform/platform.ts";

/** What of AMQP is open on this node. */
export const openDoors = new WeakMap<Platform, { status(): AmqpStatus }>();

export interface NetworkAddress {
  readonly uri: string;
  readonly target: string;
}

/**
 * Where requests to us may be sent over AMQP, as CFX tells it: our own port, which takes them under
 * any address, else the broker and the first address we receive from. null: no AMQP is open.
 */
export function networkAddress(platform: Platform): NetworkAddress | null {
  const { listener, broker } = openDoors.get(platform)?.status() ?? {};
  const { cfxHandle } = platform.config;
  if (listener) {
    const scheme = listener.isTls ? "amqps" : "amqp";
    const host = reachable(platform, listener.host);
    return { uri: `${scheme}://${host}:${listener.port}/`, target: cfxHandle };
  }
  const [first] = broker?.addresses ?? [];
  return broker && first ? { uri: `${broker.url}/`, target: first.address } : null;
}

const everywhere: ReadonlySet<string> = new Set(["0.0.0.0", "::", "[::]"]);

/** A name others find us by: who listens on every address is found by the one people use. */
function reachable({ config }: Platform, host: string): string {
  if (!everywhere.has(host)) return host.includes(":") ? `[${host}]` : host;
  return config.publicUrl ? new URL(config.publicUrl).hostname : hostname();
}
