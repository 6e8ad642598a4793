import type { App } from "../app.ts";
import { ConfigError } from "../platform/config.ts";
import type { TlsConfig } from "../platform/tls-config.ts";

type Server = NonNullable<App["server"]>;

/**
 * Listens, and listens anew with another certificate: Bun keeps the first one for as long as a socket
 * is open. The new socket shares the port before the old one closes, so nobody finds it closed; what
 * the old one has accepted is served to the end.
 */
export class Listener {
  #current: Server;
  readonly #leaving = new Set<Server>();
  readonly #place: { hostname: string; port: number };

  constructor(
    readonly app: App,
    { host, port, tls }: { host: string; port: number; tls: TlsConfig | null },
  ) {
    const place = { hostname: host, port };
    // A port that is shared would silently take half of another server's requests: ours alone first.
    if (tls && port !== 0) void this.#open(place, null).stop(true);
    this.#current = this.#open(place, tls);
    this.#place = { hostname: host, port: this.#current.port ?? port };
  }

  get port(): number {
    return this.#place.port;
  }

  renew(tls: TlsConfig): void {
    const old = this.#current;
    this.#current = this.#open(this.#place, tls);
    this.#leaving.add(old);
    void old.stop().then(() => this.#leaving.delete(old));
  }

  /** A stream stays open however long nothing is sent on it. */
  keepOpen(request: Request): void {
    this.#current.timeout(request, 0);
  }

  /** Accepts nobody any more and waits for what was accepted. */
  async stop(): Promise<void> {
    await Promise.all([this.#current, ...this.#leaving].map((each) => each.stop()));
  }

  #open(place: { hostname: string; port: number }, tls: TlsConfig | null): Server {
    const { hostname, port } = place;
    try {
      const secure = tls && { tls: { cert: tls.cert, key: tls.key }, reusePort: true };
      this.app.listen({ ...place, ...secure });
    } catch (error) {
      const code = (error as { code?: string }).code;
      if (code === "EADDRINUSE")
        throw new ConfigError(`PORT ${port} is in use on ${hostname}; choose another, e.g. 3001.`);
      if (code === "EADDRNOTAVAIL") throw wrongHost(hostname, error);
      throw new ConfigError(`Cannot listen on ${hostname}:${port}: ${(error as Error).message}.`);
    }
    if (!this.app.server) throw new ConfigError(`Cannot listen on ${hostname}:${port}.`);
    return this.app.server;
  }
}

export function wrongHost(host: string, cause: unknown): ConfigError {
  return new ConfigError(
    `HOST is "${host}"; it must be an address of this machine, e.g. 127.0.0.1, or 0.0.0.0 for all of them.`,
    { cause },
  );
}
