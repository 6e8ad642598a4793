import { X509Certificate } from "node:crypto";
import { createServer, type Server, type Socket } from "node:net";
import { createServer as createTlsServer, type Server as TlsServer } from "node:tls";
import type { AmqpStatus } from "@lineside/domain/ingest";
import { toInstant } from "@lineside/domain/kernel";
import { type AmqpListenerConfig, readAmqpTls } from "../../../platform/amqp-config.ts";
import { ConfigError } from "../../../platform/config-error.ts";
import { describeError } from "../../../platform/logger.ts";
import type { Platform } from "../../../platform/platform.ts";
import { Budget } from "./budget.ts";
import { Incoming } from "./incoming.ts";
import type { Amqp } from "./rhea.ts";

const connectionsMax = 500;
/** Unsettled at once: of one connection, and in bytes of all of them. */
const messagesMax = 200;
const bytesMax = 64 * 1024 * 1024;

/** The port machines connect to; each connection is a rhea container of its own. */
export class AmqpListener {
  readonly #connections = new Set<Incoming>();
  readonly #budget = new Budget(bytesMax, messagesMax);
  readonly #server: Server;
  #refused = 0;

  constructor(
    readonly platform: Platform,
    readonly rhea: Amqp,
    readonly config: AmqpListenerConfig,
  ) {
    const { tls } = config;
    this.#server = tls
      ? createTlsServer({ cert: tls.cert, key: tls.key, minVersion: "TLSv1.2" })
      : createServer();
    this.#server.on(tls ? "secureConnection" : "connection", (socket) => this.#admit(socket));
    // A peer that speaks no TLS, or resets: its own affair.
    this.#server.on("tlsClientError", (error) =>
      platform.log.debug("no TLS", describeError(error)),
    );
  }

  async open(): Promise<void> {
    const { host, port } = this.config;
    await new Promise<void>((resolve, reject) => {
      this.#server.once("error", (error) => reject(cannotListen(this.config, error)));
      this.#server.listen(port, host, resolve);
    });
    this.#server.on("error", (error) => this.platform.log.error("AMQP", describeError(error)));
    const { isTls, allowsAnonymous } = this.status();
    const url = `${isTls ? "amqps" : "amqp"}://${host.includes(":") ? `[${host}]` : host}:${this.port}`;
    this.platform.log.info("listening for AMQP", { url, allowsAnonymous });
  }

  get port(): number {
    return (this.#server.address() as { port: number } | null)?.port ?? this.config.port;
  }

  /**
   * Reads the certificate anew: who connects from now on is shown it, who is connected stays. What is
   * wrong with it is told, and the one before stays.
   */
  renew(): void {
    const { tls } = this.config;
    if (tls === null) return;
    const { certPath } = tls;
    try {
      const next = readAmqpTls(tls);
      const endsAt = toInstant(new X509Certificate(next.cert).validTo);
      if (endsAt <= this.platform.clock.now())
        throw new ConfigError(`the new certificate ended at ${endsAt}`);
      (this.#server as TlsServer).setSecureContext({ cert: next.cert, key: next.key });
      this.platform.log.info("AMQP certificate renewed", { certPath, endsAt });
    } catch (error) {
      const told = { certPath, error: (error as Error).message };
      this.platform.log.error("AMQP certificate not renewed", told);
    }
  }

  /** Takes nothing new, settles what it has, and says good-bye; cuts what is left then. */
  async stop(graceMs: number): Promise<void> {
    this.#server.close();
    await Promise.all([...this.#connections].map((connection) => connection.stop(graceMs)));
  }

  status(): NonNullable<AmqpStatus["listener"]> {
    const { host, tls, allowsAnonymous } = this.config;
    const connections = [...this.#connections].flatMap((each) => each.status() ?? []);
    const shown = { isTls: tls !== null, allowsAnonymous, connections, refused: this.#refused };
    return { host, port: this.port, ...shown };
  }

  #admit(socket: Socket): void {
    if (this.#connections.size >= connectionsMax) {
      this.platform.log.warn("AMQP connection refused: too many", { limit: connectionsMax });
      socket.destroy();
      return;
    }
    const connection = new Incoming(this.platform, this.rhea, {
      socket,
      budget: this.#budget,
      allowsAnonymous: this.config.allowsAnonymous,
      refused: () => void this.#refused++,
    });
    this.#connections.add(connection);
    socket.once("close", () => {
      connection.ended();
      this.#connections.delete(connection);
    });
  }
}

function cannotListen({ host, port }: AmqpListenerConfig, cause: Error): ConfigError {
  const { code } = cause as { code?: string };
  if (code === "EADDRINUSE")
    return new ConfigError(
      `APP_AMQP_PORT ${port} is in use on ${host}; choose another, e.g. ${port + 1}.`,
      { cause },
    );
  if (code === "EADDRNOTAVAIL" || code === "ENOTFOUND")
    return new ConfigError(
      `APP_AMQP_HOST is "${host}"; it must be an address of this machine, e.g. 0.0.0.0 for all of them.`,
      { cause },
    );
  return new ConfigError(`Cannot listen for AMQP on ${host}:${port}: ${cause.message}.`, { cause });
}
