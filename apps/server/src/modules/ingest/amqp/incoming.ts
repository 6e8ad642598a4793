import type { Socket } from "node:net";
import type { AmqpPeer } from "@lineside/domain/ingest";
import { AppError } from "@lineside/domain/kernel";
import type { Connection, ConnectionOptions, Container, EventContext, Message } from "rhea";
import type { Actor } from "../../../platform/actor.ts";
import { bodyBytesMax } from "../../../platform/http/server.ts";
import { newId } from "../../../platform/ids.ts";
import { describeError } from "../../../platform/logger.ts";
import type { Platform } from "../../../platform/platform.ts";
import type { Budget } from "./budget.ts";
import { Deliveries } from "./deliveries.ts";
import { FrameGuard } from "./frame-guard.ts";
import { Peer } from "./peer.ts";
import { Replies } from "./replies.ts";
import type { Amqp } from "./rhea.ts";

const frameBytesMax = 500_000;
const sessionsMax = 16;
const linksMax = 64;
/** Time to show a key and open the connection. */
const openWithinMs = 10_000;
/** A peer that says nothing for twice this is gone. */
const idleMs = 120_000;
/** Time for the last frames to leave. */
const partingMs = 1_000;

/** Without a host: the types know clients only. */
const connectionOptions = {
  reconnect: false,
  tcp_no_delay: true,
  idle_time_out: idleMs,
  max_frame_size: frameBytesMax,
  channel_max: sessionsMax - 1,
  receiver_options: { autoaccept: false, credit_window: 0, max_message_size: bodyBytesMax },
} as unknown as ConnectionOptions;

interface Given {
  readonly socket: Socket;
  readonly budget: Budget;
  readonly allowsAnonymous: boolean;
  /** Somebody showed no key, or a wrong one. */
  readonly refused: () => void;
}

/** Where nothing but machines is on the network: whoever connects may send. */
const anyone: Actor = {
  id: null,
  name: "AMQP",
  kind: "MACHINE",
  access: { "ingest:send": "ALL" },
  mustChangePassword: false,
  lineIds: new Set(),
  stationIds: new Set(),
};

/** rhea's own, of which its types do not tell. */
interface Inside {
  input(chunk: Buffer): void;
  accept(socket: Socket): void;
  readonly local_channel_map: object;
}

/** A connection somebody opened to us: who it is, what it sends, and where it reads its answers. */
export class Incoming {
  readonly #id = newId();
  readonly #container: Container;
  readonly #connection: Connection;
  readonly #deliveries: Deliveries;
  readonly #replies = new Replies();
  readonly #timer: ReturnType<typeof setTimeout>;
  /** Who showed a key; nobody when it stays anonymous. */
  #key: Actor | null = null;
  #open: { peer: Peer; at: string } | null = null;
  #links = 0;

  constructor(
    readonly platform: Platform,
    readonly rhea: Amqp,
    readonly given: Given,
  ) {
    const { socket, budget, allowsAnonymous } = given;
    this.#container = rhea.create_container({ id: `lineside-${this.#id}` });
    const mechanisms = this.#container.sasl_server_mechanisms;
    mechanisms.enable_plain((_user: string, password: string) => this.#knows(password));
    if (allowsAnonymous) mechanisms.enable_anonymous();
    this.#connection = this.#container.create_connection(connectionOptions);
    const holding = { messages: 0, stop: () => socket.pause(), goOn: () => socket.resume() };
    this.#deliveries = new Deliveries(rhea, { budget, holding }, (message) => this.#take(message));
    this.#hear();
    this.#guard();
    this.#timer = setTimeout(() => socket.destroy(), openWithinMs);
    (this.#connection as unknown as Inside).accept(socket);
  }

  /** Settles what was taken, within the time, and closes. */
  async stop(graceMs: number): Promise<void> {
    if (this.#open) this.#open.peer.isEnding = true;
    await this.#deliveries.settled(graceMs);
    await this.#end("amqp:connection:forced", "shutting down");
  }

  /** The socket is closed. */
  ended(): void {
    clearTimeout(this.#timer);
    this.#deliveries.end();
    if (this.#open) this.#open.peer.isEnding = true;
  }

  /** Null until it is open. */
  status(): AmqpPeer | null {
    if (!this.#open) return null;
    const { peer, at } = this.#open;
    const { counts, handle, lastMessageAt, facts } = peer;
    return {
      id: this.#id,
      containerId: this.#connection.container_id || null,
      handle,
      ip: facts.ip,
      keyName: facts.isKey ? facts.actor.name : null,
      openedAt: at,
      lastMessageAt,
      counts: { ...counts, inFlight: this.#deliveries.count },
    };
  }

  get #ip(): string | null {
    return this.given.socket.remoteAddress?.replace("::ffff:", "") ?? null;
  }

  get #sessions(): number {
    return Object.keys((this.#connection as unknown as Inside).local_channel_map).length;
  }

  /** SASL PLAIN: any user name, an API key as password. */
  async #knows(password: string): Promise<boolean> {
    try {
      const use = { ip: this.#ip, now: this.platform.clock.now() };
      this.#key = await this.platform.apiKeys.authenticate(password ?? "", use);
      return true;
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      this.given.refused();
      this.platform.log.warn("AMQP connection refused", { code: error.code, ip: this.#ip });
      // The refusal is sent first.
      setTimeout(() => this.given.socket.destroy(), partingMs).unref();
      return false;
    }
  }

  #hear(): void {
    const on = (event: string, heard: (context: EventContext) => void) =>
      this.#container.on(event, heard);
    on("connection_open", () => this.#opened());
    on("session_open", ({ session }) => {
      if (session) this.#deliveries.watch(session);
      if (this.#sessions > sessionsMax)
        void this.#end("amqp:resource-limit-exceeded", "too many sessions");
    });
    on("receiver_open", (context) => this.#receive(context));
    on("sender_open", (context) => this.#answerOver(context));
    on("message", (context) => void this.#deliveries.receive(context));
    on("sendable", ({ sender }) => sender && this.#replies.flush(sender));
    on("receiver_close", ({ receiver }) => {
      this.#links--;
      if (receiver) this.#deliveries.close(receiver);
    });
    on("sender_close", ({ sender }) => {
      this.#links--;
      if (sender) this.#replies.close(sender);
    });
    // What rhea would print, or end the process with, when nobody hears it.
    const quiet = ["connection_close", "connection_error", "disconnected", "session_error"];
    for (const event of [...quiet, "receiver_error", "sender_error"]) on(event, () => {});
    for (const event of ["protocol_error", "error"])
      this.#container.on(event, (error: unknown) =>
        this.platform.log.warn("AMQP connection cut", { ...describeError(error), ip: this.#ip }),
      );
  }

  #guard(): void {
    const inside = this.#connection as unknown as Inside;
    const guard = new FrameGuard(frameBytesMax);
    const input = inside.input.bind(inside);
    inside.input = (chunk) => {
      if (guard.passes(chunk)) return input(chunk);
      this.platform.log.warn("AMQP connection cut: no frame, or too large", { ip: this.#ip });
      this.given.socket.destroy();
    };
  }

  #opened(): void {
    clearTimeout(this.#timer);
    const facts = { actor: this.#key ?? anyone, isKey: this.#key !== null, ip: this.#ip };
    const way = {
      answer: (replyTo: string | null, message: Message) => this.#answer(replyTo, message),
      end: (condition: string, description: string) => void this.#end(condition, description),
    };
    const peer = new Peer(this.platform, this.rhea, { facts, way });
    this.#open = { peer, at: this.platform.clock.now() };
  }

  /** A sender's link is answered with the addresses it named: without them it counts as refused. */
  #receive({ receiver }: EventContext): void {
    if (!receiver) return;
    if (this.#isOneTooMany()) return;
    receiver.set_source({ address: receiver.source?.address ?? "" });
    receiver.set_target({ address: receiver.target?.address ?? "" });
    this.#deliveries.open(receiver);
  }

  /** A link to read answers from; one that asks for any address is given one. */
  #answerOver({ sender }: EventContext): void {
    if (!sender) return;
    if (this.#isOneTooMany()) return;
    const given = sender.source?.dynamic ? `answers-${newId()}` : sender.source?.address;
    sender.set_source({ address: given ?? "", ...(sender.source?.dynamic && { dynamic: true }) });
    sender.set_target({ address: sender.target?.address ?? "" });
    this.#replies.open(sender, [given, sender.target?.address]);
  }

  #answer(replyTo: string | null, message: Message): boolean {
    const sender = this.#replies.find(replyTo);
    if (sender) this.#replies.send(sender, message);
    return sender !== null;
  }

  #take(message: Message) {
    if (!this.#open) return Promise.resolve({ kind: "released" } as const);
    return this.#open.peer.take(message);
  }

  #isOneTooMany(): boolean {
    this.#links++;
    if (this.#links <= linksMax) return false;
    void this.#end("amqp:resource-limit-exceeded", "too many links");
    return true;
  }

  async #end(condition: string, description: string): Promise<void> {
    const { socket } = this.given;
    if (this.#open) this.#open.peer.isEnding = true;
    socket.resume();
    this.#connection.close({ condition, description });
    if (socket.destroyed) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(() => socket.destroy(), partingMs);
      socket.once("close", () => {
        clearTimeout(timer);
        resolve();
      });
    });
  }
}
