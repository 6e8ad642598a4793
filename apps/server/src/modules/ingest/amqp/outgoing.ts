import type { AmqpStatus } from "@lineside/domain/ingest";
import type {
  Connection,
  ConnectionOptions,
  Container,
  EventContext,
  Message,
  Receiver,
  Sender,
} from "rhea";
import type { Actor } from "../../../platform/actor.ts";
import type { AmqpBrokerConfig } from "../../../platform/amqp-config.ts";
import { newId } from "../../../platform/ids.ts";
import type { Platform } from "../../../platform/platform.ts";
import { RecentlyUsed } from "../../../platform/recently-used.ts";
import type { Budget } from "./budget.ts";
import { Deliveries } from "./deliveries.ts";
import { Peer } from "./peer.ts";
import { Replies } from "./replies.ts";
import type { Amqp } from "./rhea.ts";

const frameBytesMax = 500_000;
const idleMs = 60_000;
const partingMs = 1_000;
/** A queue that is not there yet is tried again. */
const linkAgainMs = 10_000;
/** Links for answers that are kept open, where the broker has no link for any address. */
const answerLinksMax = 50;

interface Given {
  readonly config: AmqpBrokerConfig;
  readonly actor: Actor;
  readonly budget: Budget;
  readonly opened: () => void;
  readonly failed: (error: string) => void;
  readonly ended: () => void;
}

interface Source {
  isOpen: boolean;
  error: string | null;
}

type BrokerStatus = NonNullable<AmqpStatus["broker"]>;
type Shown = "addresses" | "containerId" | "lastMessageAt" | "counts";

/** One connection to a broker, until it ends; the next is another. */
export class Outgoing {
  readonly #connection: Connection;
  readonly #container: Container;
  readonly #deliveries: Deliveries;
  readonly #replies = new Replies();
  readonly #answerLinks = new RecentlyUsed<Sender>(answerLinksMax);
  readonly #peer: Peer;
  readonly #sources = new Map<string, Source>();
  readonly #timers = new Set<ReturnType<typeof setTimeout>>();
  #isEnded = false;

  constructor(
    readonly platform: Platform,
    readonly rhea: Amqp,
    readonly given: Given,
  ) {
    const { config, actor, budget } = given;
    const { hostname, protocol, port, username, password } = new URL(config.url);
    for (const address of config.addresses)
      this.#sources.set(address, { isOpen: false, error: null });
    this.#container = rhea.create_container({ id: `lineside-${newId()}` });
    this.#peer = new Peer(platform, rhea, {
      facts: { actor, isKey: false, ip: hostname },
      way: {
        answer: (replyTo, message) => this.#answer(replyTo, message),
        end: (condition, description) => this.#connection.close({ condition, description }),
      },
    });
    const holding = { messages: 0, stop: () => this.#read(false), goOn: () => this.#read(true) };
    this.#deliveries = new Deliveries(rhea, { budget, holding }, (m) => this.#peer.take(m));
    this.#hear();
    const isTls = protocol === "amqps:";
    this.#connection = this.#container.connect({
      ...{ host: hostname.replace(/^\[|\]$/g, ""), port: Number(port) || (isTls ? 5671 : 5672) },
      ...(username && { username: decodeURIComponent(username) }),
      ...(password && { password: decodeURIComponent(password) }),
      ...(isTls ? { transport: "tls" as const } : {}),
      ...{ hostname, max_frame_size: frameBytesMax, idle_time_out: idleMs },
      ...{ reconnect: false, tcp_no_delay: true },
    } as ConnectionOptions);
  }

  async stop(graceMs: number): Promise<void> {
    this.#peer.isEnding = true;
    await this.#deliveries.settled(graceMs);
    if (this.#isEnded) return;
    this.#connection.close();
    const timer = setTimeout(() => this.#end(), partingMs);
    await new Promise<void>((resolve) => {
      const closed = () => {
        clearTimeout(timer);
        resolve();
      };
      this.#socket?.once("close", closed) ?? closed();
    });
    this.#end();
  }

  status(): Pick<BrokerStatus, Shown> {
    const { counts, lastMessageAt } = this.#peer;
    return {
      addresses: [...this.#sources].map(([address, source]) => ({ address, ...source })),
      containerId: this.#connection.container_id || null,
      lastMessageAt,
      counts: { ...counts, inFlight: this.#deliveries.count },
    };
  }

  get #socket() {
    return (this.#connection as unknown as { socket?: import("node:net").Socket }).socket;
  }

  #read(isReading: boolean): void {
    if (isReading) this.#socket?.resume();
    else this.#socket?.pause();
  }

  #hear(): void {
    const on = (event: string, heard: (context: EventContext) => void) =>
      this.#container.on(event, heard);
    on("connection_open", () => {
      this.given.opened();
      for (const address of this.#sources.keys()) this.#receiveFrom(address);
    });
    on("receiver_open", ({ receiver }) => {
      // A source that is null refuses the link; its reason follows.
      if (receiver?.source) this.#turn(receiver, { isOpen: true, error: null });
      if (receiver) this.#deliveries.open(receiver);
    });
    on("message", (context) => void this.#deliveries.receive(context));
    on("sendable", ({ sender }) => sender && this.#replies.flush(sender));
    on("receiver_close", ({ receiver }) => receiver && this.#closed(receiver));
    on("sender_close", ({ sender }) => sender && this.#replies.close(sender));
    on("connection_error", ({ error }) => this.#failed(error));
    on("connection_close", () => this.#end());
    on("disconnected", ({ error }) => {
      this.#failed(error);
      this.#end();
    });
    for (const event of ["receiver_error", "sender_error", "session_error"]) on(event, () => {});
    for (const event of ["protocol_error", "error"])
      this.#container.on(event, (error: unknown) => {
        this.#failed(error);
        this.#end();
      });
  }

  #receiveFrom(address: string): void {
    const options = { autoaccept: false, credit_window: 0 };
    const receiver = this.#connection.open_receiver({ source: { address }, ...options });
    const { session } = receiver as { session: import("rhea").Session & { isWatched?: boolean } };
    if (!session.isWatched) this.#deliveries.watch(session);
    session.isWatched = true;
  }

  /** The broker closed it, e.g. there is no such queue: the others go on, it is tried again. */
  #closed(receiver: Receiver): void {
    const { condition = "closed", description } = (receiver.error ?? {}) as Record<string, string>;
    this.#turn(receiver, { isOpen: false, error: [condition, description].join(" ").trim() });
    this.#deliveries.close(receiver);
    const address = addressOf(receiver);
    this.platform.log.warn("AMQP broker closed a link", { address, condition, description });
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      if (!this.#isEnded) this.#receiveFrom(address);
    }, linkAgainMs);
    this.#timers.add(timer);
  }

  #turn(receiver: Receiver, source: Source): void {
    this.#sources.set(addressOf(receiver), source);
  }

  /** Over one link for any address where the broker has that, else over one for each. */
  #answer(replyTo: string | null, message: Message): boolean {
    if (replyTo === null) return false;
    const offered = [this.#connection.offered_capabilities ?? []].flat().map(String);
    const address = offered.includes("ANONYMOUS-RELAY") ? "" : replyTo;
    let sender = this.#answerLinks.get(address);
    if (!sender?.is_open() && !sender?.session.is_open()) sender = undefined;
    if (!sender) {
      sender = this.#connection.open_sender({ target: address === "" ? {} : { address } });
      this.#answerLinks.set(address, sender);
      this.#replies.open(sender, [replyTo]);
    }
    this.#replies.send(sender, message);
    return true;
  }

  #failed(error: unknown): void {
    if (error === undefined || error === null) return;
    const { condition, description, message } = error as Record<string, string | undefined>;
    const said = [condition, description ?? message].filter(Boolean).join(": ");
    this.given.failed(said || String(error));
  }

  #end(): void {
    if (this.#isEnded) return;
    this.#isEnded = true;
    this.#peer.isEnding = true;
    for (const timer of this.#timers) clearTimeout(timer);
    for (const source of this.#sources.values()) source.isOpen = false;
    this.#deliveries.end();
    this.#socket?.destroy();
    this.given.ended();
  }
}

/** As we asked for it: a broker may call it otherwise. */
function addressOf(receiver: Receiver): string {
  const { source } = receiver.options as { source?: { address?: string } };
  return source?.address ?? "";
}
