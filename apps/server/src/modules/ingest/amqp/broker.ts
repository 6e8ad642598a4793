import type { AmqpBrokerState, AmqpStatus } from "@lineside/domain/ingest";
import type { Instant } from "@lineside/domain/kernel";
import { addMs } from "@lineside/domain/kernel";
import type { Actor } from "../../../platform/actor.ts";
import type { AmqpBrokerConfig } from "../../../platform/amqp-config.ts";
import type { Platform } from "../../../platform/platform.ts";
import { Budget } from "./budget.ts";
import { Outgoing } from "./outgoing.ts";
import type { Amqp } from "./rhea.ts";

const firstPauseMs = 500;
const longestPauseMs = 60_000;
const messagesMax = 200;
const bytesMax = 64 * 1024 * 1024;

/** What comes from the broker is for it to allow; here it may be about every line. */
const broker: Actor = {
  id: null,
  name: "AMQP broker",
  kind: "MACHINE",
  access: { "ingest:send": "ALL" },
  mustChangePassword: false,
  lineIds: new Set(),
  stationIds: new Set(),
};

/** Keeps a connection to the plant's broker: again and again, with growing pauses. */
export class AmqpBroker {
  readonly #budget = new Budget(bytesMax, messagesMax);
  #connection: Outgoing | null = null;
  #state: AmqpBrokerState = "CONNECTING";
  #since: Instant;
  #lastError: string | null = null;
  #pauseMs = firstPauseMs;
  #timer: ReturnType<typeof setTimeout> | null = null;
  #isStopped = false;

  constructor(
    readonly platform: Platform,
    readonly rhea: Amqp,
    readonly config: AmqpBrokerConfig,
  ) {
    this.#since = platform.clock.now();
  }

  open(): void {
    this.#turn("CONNECTING");
    this.#connection = new Outgoing(this.platform, this.rhea, {
      config: this.config,
      actor: broker,
      budget: this.#budget,
      opened: () => this.#opened(),
      failed: (error) => {
        this.#lastError = error;
      },
      ended: () => this.#ended(),
    });
  }

  async stop(graceMs: number): Promise<void> {
    this.#isStopped = true;
    if (this.#timer) clearTimeout(this.#timer);
    await this.#connection?.stop(graceMs);
  }

  status(): NonNullable<AmqpStatus["broker"]> {
    const connection = this.#connection as Outgoing;
    return {
      url: withoutPassword(this.config.url),
      state: this.#state,
      since: this.#since,
      lastError: this.#lastError,
      ...connection.status(),
    };
  }

  #opened(): void {
    this.#turn("OPEN");
    this.#pauseMs = firstPauseMs;
    this.#lastError = null;
    const { url, addresses } = this.config;
    this.platform.log.info("AMQP broker connected", { url: withoutPassword(url), addresses });
  }

  #ended(): void {
    if (this.#isStopped) return;
    this.#turn("WAITING");
    const retryAt = addMs(this.platform.clock.now(), this.#pauseMs);
    const url = withoutPassword(this.config.url);
    this.platform.log.warn("AMQP broker away", { url, error: this.#lastError, retryAt });
    this.#timer = setTimeout(() => this.open(), this.#pauseMs);
    this.#pauseMs = Math.min(this.#pauseMs * 2, longestPauseMs);
  }

  #turn(state: AmqpBrokerState): void {
    this.#state = state;
    this.#since = this.platform.clock.now();
  }
}

function withoutPassword(url: string): string {
  const { protocol, host } = new URL(url);
  return `${protocol}//${host}`;
}
