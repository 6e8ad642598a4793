import type { Server, Socket } from "node:net";
import type { Container, Delivery, Message, Sender } from "rhea";
import { loadRhea } from "./rhea.ts";

const rhea = await loadRhea();

/** A broker as a plant has one: queues that are sent from and to, by name. */
export class Broker {
  readonly #container: Container;
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  readonly #queues = new Map<string, Sender>();
  readonly #asked: ((queue: string) => void)[] = [];
  readonly settled: [Delivery, string][] = [];
  /** What was sent to it, by the address it was sent to. */
  readonly received: { address: string | undefined; message: Message }[] = [];

  private constructor(given: { port: number; password: string; isRelay: boolean }) {
    this.#container = rhea.create_container({ id: "broker" });
    const { sasl_server_mechanisms: mechanisms } = this.#container;
    mechanisms.enable_plain((_user: string, password: string) => password === given.password);
    this.#container.on("sender_open", ({ sender }) => {
      sender.set_source(sender.source);
      this.#queues.set(sender.source.address, sender);
      for (const tell of this.#asked.splice(0)) tell(sender.source.address);
    });
    this.#container.on("receiver_open", ({ receiver }) => receiver.set_target(receiver.target));
    this.#container.on("message", ({ message, receiver }) => {
      const address = receiver.target?.address ?? undefined;
      this.received.push({ address, message });
    });
    for (const outcome of ["accepted", "rejected", "released"])
      this.#container.on(outcome, ({ delivery }) => this.settled.push([delivery, outcome]));
    for (const event of ["disconnected", "connection_error", "error", "connection_close"])
      this.#container.on(event, () => {});
    const offered = given.isRelay ? { offered_capabilities: "ANONYMOUS-RELAY" } : {};
    this.#server = this.#container.listen({ port: given.port, host: "127.0.0.1", ...offered });
    this.#server.on("connection", (socket) => this.#sockets.add(socket));
  }

  static async start(given: { port?: number; isRelay?: boolean } = {}): Promise<Broker> {
    const broker = new Broker({ port: 0, isRelay: false, password: "secret", ...given });
    await new Promise((resolve) => broker.#server.once("listening", resolve));
    return broker;
  }

  get port(): number {
    return (this.#server.address() as { port: number }).port;
  }

  /** Somebody receives from the queue. */
  async asked(queue: string): Promise<void> {
    while (!this.#queues.has(queue)) await new Promise<string>((tell) => this.#asked.push(tell));
  }

  /** Puts a message into a queue and waits for how it is settled. */
  async deliver(queue: string, message: Message): Promise<string> {
    await this.asked(queue);
    const sender = this.#queues.get(queue) as Sender;
    while (!sender.sendable()) await new Promise((resolve) => sender.once("sendable", resolve));
    const delivery = sender.send(message);
    for (;;) {
      const found = this.settled.find(([settled]) => settled === delivery);
      if (found) return found[1];
      await new Promise((resolve) => setImmediate(resolve));
    }
  }

  /** Sends as many of them as there is credit for; returns how many that were. */
  async pour(queue: string, messages: readonly Message[]): Promise<number> {
    const sender = this.#queues.get(queue) as Sender;
    while (!sender.sendable()) await new Promise((resolve) => sender.once("sendable", resolve));
    let sent = 0;
    for (; sent < messages.length && creditOf(sender) > 0; sent++) {
      sender.send(messages[sent] as Message);
      // What was sent counts once it is on its way.
      await new Promise((resolve) => setImmediate(resolve));
    }
    return sent;
  }

  async answer(): Promise<{ address: string | undefined; message: Message }> {
    while (this.received.length === 0) await new Promise((resolve) => setImmediate(resolve));
    return this.received.shift() as { address: string | undefined; message: Message };
  }

  async stop(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}

/** What the other side lets it send; rhea's types do not tell. */
export const creditOf = (link: Sender) => (link as unknown as { credit: number }).credit;
