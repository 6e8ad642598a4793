import type { Connection, ConnectionOptions, Message, Sender } from "rhea";
import { loadRhea } from "./rhea.ts";

const rhea = await loadRhea();

/** accepted, released, lost with its connection, or the condition of the rejection. */
export type Settled = string;

/** A machine with an AMQP library and the specification, and nothing of ours. */
export class Machine {
  readonly answers: Message[] = [];
  /** Conditions the other side closed the connection with. */
  readonly closed: string[] = [];
  readonly connection: Connection;
  #sender: Sender | null = null;
  readonly #waiting = new Map<object, (settled: Settled) => void>();
  #isLost = false;

  constructor(readonly options: ConnectionOptions & { port: number }) {
    const container = rhea.create_container({ id: "machine" });
    const outcome = (event: string) =>
      container.on(event, ({ delivery }) => {
        const state = delivery.remote_state as {
          error?: { condition: string; description: string };
        };
        const { error } = state;
        const said = error ? `${error.condition} ${error.description}` : event;
        this.#waiting.get(delivery)?.(said);
        this.#waiting.delete(delivery);
      });
    for (const event of ["accepted", "rejected", "released"]) outcome(event);
    container.on("message", ({ message }) => void this.answers.push(message));
    container.on("connection_error", ({ error }) => void this.closed.push(error?.condition ?? ""));
    container.on("disconnected", () => this.#lose());
    container.on("connection_close", () => this.#lose());
    for (const event of ["error", "protocol_error"]) container.on(event, () => {});
    const wanted = { host: "127.0.0.1", reconnect: false, ...options } as ConnectionOptions;
    this.connection = container.connect(wanted);
  }

  /** True once the connection is open, false when it was refused. */
  opened(): Promise<boolean> {
    return new Promise((resolve) => {
      const { container } = this.connection as unknown as { container: NodeJS.EventEmitter };
      container.once("connection_open", () => resolve(true));
      container.once("disconnected", () => resolve(false));
      container.once("connection_error", () => resolve(false));
    });
  }

  /** Sends and waits for how it is settled. */
  send(message: Message, address: string | null = "cfx"): Promise<Settled> {
    this.#sender ??= this.connection.open_sender({ target: address ? { address } : {} });
    const sender = this.#sender;
    return new Promise((resolve) => {
      if (this.#isLost) return resolve("lost");
      // Without credit the library keeps it until there is some.
      this.#waiting.set(sender.send(message), resolve);
    });
  }

  /** The connection broke: nobody knows whether what was under way arrived. */
  #lose(): void {
    this.#isLost = true;
    for (const tell of this.#waiting.values()) tell("lost");
    this.#waiting.clear();
  }

  /** One envelope or an array, as a data section. */
  tell(envelopes: object, more: Partial<Message> = {}): Promise<Settled> {
    return this.send({ body: section(JSON.stringify(envelopes)), ...more } as Message);
  }

  async answer(): Promise<Message> {
    const known = this.answers.shift();
    if (known) return known;
    const { container } = this.connection as unknown as { container: NodeJS.EventEmitter };
    await new Promise((resolve) => container.once("message", resolve));
    return this.answers.shift() as Message;
  }

  async close(): Promise<void> {
    const { socket } = this.connection as unknown as { socket: import("node:net").Socket };
    this.connection.close();
    if (!socket.destroyed) await new Promise((resolve) => socket.once("close", resolve));
  }
}

export const section = (content: string | Buffer) =>
  rhea.message.data_section(Buffer.from(content as string) as never);

/** The envelope in an answer. */
// biome-ignore lint/suspicious/noExplicitAny: a test asserts on what came back, whatever it is
export const envelopeIn = ({ body }: Message): any =>
  JSON.parse((body as { content: Buffer }).content.toString());
