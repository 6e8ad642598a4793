import { setTimeout as sleep } from "node:timers/promises";
import type { AmqpCounts, ItemAnswer } from "@lineside/domain/ingest";
import { AppError, type Instant } from "@lineside/domain/kernel";
import type { Message } from "rhea";
import type { Actor } from "../../../platform/actor.ts";
import { newId } from "../../../platform/ids.ts";
import { describeError } from "../../../platform/logger.ts";
import type { Platform } from "../../../platform/platform.ts";
import type { Taken } from "../intake.ts";
import { takeCfx } from "../intake-cfx.ts";
import { answerMessage } from "./answer-message.ts";
import type { Settlement } from "./deliveries.ts";
import { textOf } from "./message-text.ts";
import type { Amqp } from "./rhea.ts";

/** A database that is away is not asked again at once. */
const pauseMs = 1_000;

export interface PeerFacts {
  readonly actor: Actor;
  /** The actor is a key, which may be revoked while the connection stays open. */
  readonly isKey: boolean;
  readonly ip: string | null;
}

/** What a peer needs of its connection. */
export interface Way {
  /** False: nobody there reads answers. */
  answer(replyTo: string | null, message: Message): boolean;
  /** The sender may not go on. */
  end(condition: string, description: string): void;
}

/** Who sends over one connection: takes its messages in their order and answers its requests. */
export class Peer {
  readonly counts: Omit<AmqpCounts, "inFlight"> = {
    ...{ accepted: 0, rejected: 0, released: 0, duplicates: 0, answered: 0, unanswered: 0 },
  };
  handle: string | null = null;
  lastMessageAt: Instant | null = null;
  isEnding = false;
  #turn: Promise<unknown> = Promise.resolve();

  constructor(
    readonly platform: Platform,
    readonly rhea: Amqp,
    readonly given: { readonly facts: PeerFacts; readonly way: Way },
  ) {}

  get facts(): PeerFacts {
    return this.given.facts;
  }

  /** Settled as accepted only after what it holds is kept durably. */
  async take(message: Message): Promise<Settlement> {
    this.lastMessageAt = this.platform.clock.now();
    const handle = message.application_properties?.["cfx-handle"] ?? message.reply_to;
    if (typeof handle === "string") this.handle = handle.slice(0, 200);
    const settlement = await this.#take(message).catch((error) => this.#failed(error));
    this.counts[settlement.kind]++;
    return settlement;
  }

  async #take(message: Message): Promise<Settlement> {
    const text = textOf(message);
    const by = await this.#mayGoOn();
    const sender = { by, requestId: newId(), ip: this.facts.ip };
    const taken = await takeCfx(this.platform, text, { sender, door: "AMQP", mode: "async" });
    this.#answer(message, taken);
    this.counts.duplicates += taken.items.filter((item) => item.verdict === "duplicate").length;
    return settlementOf(taken);
  }

  /** In the order the messages came: whoever sends too fast waits, and is waited for. */
  #mayGoOn(): Promise<Actor> {
    const turn = this.#turn.then(() => this.#pass());
    this.#turn = turn.catch(() => {});
    return turn;
  }

  async #pass(): Promise<Actor> {
    const { actor, isKey, ip } = this.facts;
    for (;;) {
      if (this.isEnding || this.platform.isDraining) throw new AppError("busy", "SHUTTING_DOWN");
      const { settings } = this.platform;
      if (settings.pending) await settings.pending;
      if (settings.current().maintenance.isOn) throw new AppError("busy", "MAINTENANCE");
      if (!isKey) return actor;
      const now = this.platform.clock.now();
      const current = await this.platform.apiKeys.renew(actor, { ip, now });
      try {
        await this.platform.apiKeys.charge(current, now);
        return current;
      } catch (error) {
        if (!(error instanceof AppError) || error.kind !== "too_many") throw error;
        await sleep(Math.min(Number(error.context.retryAfterSeconds) * 1_000, pauseMs));
      }
    }
  }

  #answer(request: Message, { items, isArray }: Taken): void {
    const isOne = !isArray;
    for (const { response } of items) {
      if (response === undefined || response === null) continue;
      const answer = answerMessage(this.rhea, { request, response: response as object, isOne });
      if (this.given.way.answer(request.reply_to ?? null, answer)) this.counts.answered++;
      else this.counts.unanswered++;
    }
  }

  /** What will never be taken is rejected; what may be taken later stays with the sender. */
  async #failed(error: unknown): Promise<Settlement> {
    if (error instanceof AppError && error.kind === "unauthorized") {
      // After this message is settled.
      setImmediate(() => this.given.way.end("amqp:unauthorized-access", error.code));
      return { kind: "released" };
    }
    if (error instanceof AppError && error.kind !== "busy" && error.kind !== "internal")
      return rejected(error.code, error.context);
    const isOurs = error instanceof AppError && error.kind === "busy";
    if (!isOurs) this.platform.log.error("AMQP message not taken", describeError(error));
    if (!this.isEnding && !this.platform.isDraining) await sleep(pauseMs);
    return { kind: "released" };
  }
}

/** Statuses of an item of which nothing is kept: it could not be read, or may not be sent. */
const notKept = new Set([400, 403]);

/** An array is taken when any of it is: each of its items is answered by what the monitor shows. */
function settlementOf({ items, isArray }: Taken): Settlement {
  const [first] = items;
  const isLost = items.length > 0 && items.every((item) => isRefused(item, isArray));
  if (first === undefined) return rejected("INGEST_BODY_INVALID", { reason: "empty" });
  return isLost ? rejected(first.code ?? "INTERNAL", first.context ?? {}) : { kind: "accepted" };
}

const isRefused = ({ verdict, status }: ItemAnswer, isArray: boolean) =>
  verdict === "rejected" && (isArray ? status === 400 : notKept.has(status));

function rejected(code: string, context: object): Settlement {
  const condition = code === "INGEST_SOURCE_NOT_ALLOWED" ? "unauthorized-access" : "decode-error";
  const description = `${code}: ${JSON.stringify(context)}`.slice(0, 500);
  return { kind: "rejected", condition: `amqp:${condition}`, description };
}
