import type { App } from "../app.ts";
import { ConfigError } from "../platform/config.ts";
import type { TlsConfig } from "../platform/tls-config.ts";

type Server = NonNullable<App["server"]>;

/**
 * Listens, and listens anew with another certificate: Bun keeps the first one for as long as a socket
 * is open. The new socket is there before another event is handled, so nobody finds the port closed;
 * who is connected to the old one is served to the end.
 */
export class Listener {
  #current: Server;
  readonly #leaving = new Set<Server>();
  readonly #place: { hostname: string; port: number };

  constructor(
    readonly app: App,
    { host, port, tls }: { host: string; port: number; tls: TlsConfig | null },
  ) {
    this.#current = this.#open({ hostname: host, port }, tls);
    this.#place = { hostname: host, port: this.#current.port ?? port };
  }

  get port(): number {
    return this.#place.port;
  }

  renew(tls: TlsConfig): void {
    const old = this.#current;
    this.#leaving.add(old);
    // Synchronously up to here the old socket is closed and the new one open.
    void old.stop().then(() => this.#leaving.delete(old));
    this.#current = this.#open(this.#place, tls);
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
      this.app.listen({ ...place, ...(tls ? { tls: { cert: tls.cert, key: tls.key } } : {}) });
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
