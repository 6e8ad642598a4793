import { Chance } from "./chance.ts";
import type { Answered, Ledger, Message } from "./ledger.ts";
import type { Answer, ServerClient } from "./server-client.ts";

/** How a message leaves over AMQP: settled by the other side, without an answer per item. */
export interface Broker {
  send(message: Message): Promise<Answered>;
}

/** Items of an array, and how long a line that was offline collects them. */
const burstMax = 100;
const burstMs = 40;
/** A machine that hears nothing sends again after this, at believable speed. */
const silenceMs = 2_000;

/**
 * Takes messages to the server's doors, through the faults they meet on the way: twice, with a lost
 * request or answer, broken, or all at once after a while offline. Resolves when the server has
 * answered for good.
 */
export class Delivery {
  #burst: { message: Message; done: () => void; failed: (why: unknown) => void }[] = [];

  constructor(
    readonly server: ServerClient,
    readonly ledger: Ledger,
    readonly with_: { broker: Broker | null; speed: number },
  ) {}

  async deliver(message: Message): Promise<void> {
    this.ledger.messages.push(message);
    if (message.fault === "burst") return this.#collect(message);
    if (message.fault === "malformed") await this.#breakOne(message);
    if (message.fault === "loss") return this.#lose(message);
    await this.#send(message);
    if (message.fault !== "duplicates") return;
    const repeats = new Chance("repeats", stable(message)).happens(0.3) ? 2 : 1;
    await Promise.all(Array.from({ length: repeats }, () => this.#send(message)));
  }

  /** A message of its own that is expected to be refused after it was taken. */
  async deliverBad(message: Message): Promise<void> {
    this.ledger.messages.push(message);
    await this.#send(message);
  }

  async #send(message: Message): Promise<void> {
    message.times++;
    this.ledger.hear(message, await this.#answer(message));
  }

  async #answer(message: Message): Promise<Answered> {
    if (message.door === "amqp" && this.with_.broker) return this.with_.broker.send(message);
    const path = message.door === "rest" ? "/api/ingest/events" : "/api/ingest/cfx";
    const answer = await this.server.send(path, { as: "machine", body: message.text });
    return answered(answer);
  }

  /** The request or its answer is lost; the machine cannot know which and sends again. */
  async #lose(message: Message): Promise<void> {
    if (new Chance("lost", stable(message)).happens(0.5)) {
      message.times++;
      await this.#answer(message);
    }
    await this.#pause();
    await this.#send(message);
  }

  #pause(): Promise<void> {
    const { speed } = this.with_;
    return Bun.sleep(speed === 0 ? 0 : silenceMs / speed);
  }

  /** Half of a message, or a broken one between the items of an array: refused, located, no harm. */
  async #breakOne(message: Message): Promise<void> {
    if (message.door === "amqp") {
      message.fault = null;
      return;
    }
    const cut = { ...message, id: `${message.id}:cut`, expects: "NOTHING" as const, answers: [] };
    const broken = { ...cut, text: message.text.slice(0, message.text.length / 2), flag: null };
    this.ledger.messages.push(broken);
    await this.#send(broken);
  }

  #collect(message: Message): Promise<void> {
    const sent = new Promise<void>((done, failed) => this.#burst.push({ message, done, failed }));
    if (this.#burst.length === 1) setTimeout(() => this.#flush(), burstMs);
    if (this.#burst.length >= burstMax) this.#flush();
    return sent;
  }

  #flush(): void {
    const waiting = this.#burst.splice(0);
    for (const door of ["rest", "cfx", "amqp"] as const) {
      const own = waiting.filter(({ message }) => message.door === door);
      if (own.length === 0) continue;
      this.#sendTogether(own.map(({ message }) => message)).then(
        () => {
          for (const { done } of own) done();
        },
        (why) => {
          for (const { failed } of own) failed(why);
        },
      );
    }
  }

  async #sendTogether(messages: Message[]): Promise<void> {
    const [first] = messages;
    if (!first) return;
    if (first.door === "amqp") {
      await Promise.all(messages.map((message) => this.#send(message)));
      return;
    }
    this.ledger.arrays++;
    for (const message of messages) message.times++;
    const path = first.door === "rest" ? "/api/ingest/events" : "/api/ingest/cfx";
    const body = `[${messages.map(({ text }) => text).join(",")}]`;
    const answer = await this.server.send(path, { as: "machine", body });
    for (const [index, message] of messages.entries()) {
      const item = answer.body?.items?.[index];
      this.ledger.hear(message, item ? itemAnswered(item) : answered(answer));
    }
  }
}

/** What a message is, whatever session sends it. */
const stable = ({ what, sns }: Message) => `${what} ${sns.join()}`;

interface Item {
  verdict: Answered["verdict"];
  status: number;
  code?: string | null;
  eventId?: string | null;
}

const itemAnswered = ({ verdict, status, code, eventId }: Item): Answered => ({
  verdict,
  status,
  code: code ?? null,
  eventId: eventId ?? null,
});

/** The answer to a single event; a refusal is a problem with a code. */
export function answered({ status, body }: Answer): Answered {
  if (body?.verdict) return itemAnswered({ ...body, status });
  const verdict = status < 300 ? "accepted" : "rejected";
  return { verdict, status, code: body?.code ?? null, eventId: body?.eventId ?? null };
}
