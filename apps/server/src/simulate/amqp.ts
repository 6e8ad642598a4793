import type { Connection, Container, Sender, Delivery as Transfer } from "rhea";
import type { Broker } from "./delivery.ts";
import type { Answered, Message } from "./ledger.ts";
import { Unreachable } from "./server-client.ts";

/** Where machines publish: a listener takes any address, a broker needs a queue of that name. */
const address = "cfx";
const reconnectMs = 100;

interface Waiting {
  readonly message: Message;
  readonly done: (answered: Answered) => void;
}

export interface BrokerOptions {
  readonly key: string | null;
  readonly patienceSeconds: number;
}

/** An AMQP 1.0 connection as a CFX endpoint has it. */
export async function openBroker(at: string, options: BrokerOptions): Promise<AmqpSender> {
  // One CommonJS object, whose types call the parts of it exports.
  const loaded = (await import("rhea")) as unknown as { default: typeof import("rhea") };
  const { create_container: create, message } = loaded.default;
  const container = create({ id: `lineside-simulator-${crypto.randomUUID()}` });
  return new AmqpSender(at, options, { container, section: message.data_section });
}

/**
 * Sends durable messages, each settled by the other side. What was not settled when the connection
 * broke is sent again, with the same UniqueID.
 */
export class AmqpSender implements Broker {
  readonly #connection: Connection;
  readonly #sender: Sender;
  readonly #waiting = new Map<number, Waiting>();
  readonly #underWay = new Map<Transfer, number>();
  readonly #section: (data: Buffer) => unknown;
  #count = 0;

  constructor(
    readonly at: string,
    readonly options: BrokerOptions,
    rhea: { container: Container; section: (data: Buffer) => unknown },
  ) {
    const { container } = rhea;
    this.#section = rhea.section;
    const [host = "", port = "5672"] = at.split(":");
    const { key } = options;
    this.#connection = container.connect({
      host: host || "127.0.0.1",
      port: Number(port),
      ...(key ? { username: "simulator", password: key } : {}),
      reconnect: true,
      initial_reconnect_delay: reconnectMs,
      max_reconnect_delay: reconnectMs * 10,
    });
    this.#sender = this.#connection.open_sender({ target: { address }, autosettle: true });
    container.on("accepted", ({ delivery }) => this.#settle(delivery, null));
    container.on("rejected", ({ delivery }) => this.#settle(delivery, reasonOf(delivery)));
    container.on("released", ({ delivery }) => this.#later(delivery));
    container.on("modified", ({ delivery }) => this.#later(delivery));
    container.on("sender_open", () => this.#sendAll());
    // Heard, so that a server that is away does not end the program; the connection comes back.
    for (const event of ["disconnected", "connection_error", "connection_close", "error"])
      container.on(event, () => {});
  }

  send(message: Message): Promise<Answered> {
    const ticket = ++this.#count;
    const { patienceSeconds } = this.options;
    return new Promise((done, failed) => {
      const timer = setTimeout(() => {
        this.#waiting.delete(ticket);
        failed(new Unreachable(`${this.at} settled nothing for ${patienceSeconds} s.`));
      }, patienceSeconds * 1000);
      const heard = (answered: Answered) => {
        clearTimeout(timer);
        done(answered);
      };
      this.#waiting.set(ticket, { message, done: heard });
      if (this.#sender.is_open()) this.#transfer(ticket);
    });
  }

  async close(): Promise<void> {
    this.#connection.close();
  }

  /** The connection is new: whatever was under way on the old one is sent again. */
  #sendAll(): void {
    this.#underWay.clear();
    for (const ticket of this.#waiting.keys()) this.#transfer(ticket);
  }

  #transfer(ticket: number): void {
    const message = this.#waiting.get(ticket)?.message;
    if (!message) return;
    const { MessageName: name, Source: source } = JSON.parse(message.text);
    const transfer = this.#sender.send({
      message_id: message.id,
      subject: `${source}.${name}`,
      reply_to: source,
      content_type: 'application/json; charset="utf-8"',
      durable: true,
      application_properties: {
        "cfx-topic": name.split(".").slice(0, -1).join("."),
        "cfx-message": name,
        "cfx-handle": source,
      },
      body: this.#section(Buffer.from(message.text)),
    });
    this.#underWay.set(transfer, ticket);
  }

  #settle(transfer: Transfer | undefined, code: string | null): void {
    const ticket = this.#take(transfer);
    const waiting = this.#waiting.get(ticket);
    this.#waiting.delete(ticket);
    waiting?.done({
      verdict: code === null ? "accepted" : "rejected",
      status: code === null ? 202 : 400,
      code,
      eventId: null,
    });
  }

  /** It could not be taken now. */
  #later(transfer: Transfer | undefined): void {
    const ticket = this.#take(transfer);
    setTimeout(() => this.#sender.is_open() && this.#transfer(ticket), reconnectMs);
  }

  #take(transfer: Transfer | undefined): number {
    const ticket = transfer ? this.#underWay.get(transfer) : undefined;
    if (transfer) this.#underWay.delete(transfer);
    return ticket ?? 0;
  }
}

function reasonOf(transfer: Transfer | undefined): string {
  const state = transfer?.remote_state as { error?: { condition?: string } } | undefined;
  return state?.error?.condition ?? "REJECTED";
}
