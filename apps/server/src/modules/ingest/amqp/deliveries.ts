import type { Delivery, EventContext, Message, Receiver, Session } from "rhea";
import { bodyBytesMax } from "../../../platform/http/server.ts";
import type { Budget, Holding } from "./budget.ts";
import type { Amqp } from "./rhea.ts";

/** Unsettled messages a link may send ahead. */
const linkWindow = 100;

/** How a message is settled. */
export type Settlement =
  | { readonly kind: "accepted" }
  | { readonly kind: "rejected"; readonly condition: string; readonly description: string }
  /** The sender keeps it and sends it again. */
  | { readonly kind: "released" };

/** What of rhea's inside is reached for; the version is pinned. */
interface Transfer {
  performative: { message_format?: number };
  payload?: Buffer;
}
interface OpenDelivery {
  frames?: Buffer[];
}
interface Inside {
  _incomplete?: OpenDelivery;
  credit: number;
}
interface SessionInside {
  on_transfer(frame: Transfer): void;
  _get_link(frame: Transfer): Inside;
}

/** Any but 0: rhea hands over the bytes, and what they cannot be decoded to is ours to say. */
const undecoded = 1;
const tooLarge = 2;
/** The largest body with what stands around it. */
const messageBytesMax = bodyBytesMax + 64 * 1024;
/** What a frame costs to keep, however little it holds. */
const frameCost = 256;

/**
 * The messages of one connection: credit is given as they are settled, and a message that is too
 * large or no message is rejected instead of ending the connection, which would bring it again.
 */
export class Deliveries {
  readonly #inFlight = new Map<Receiver, number>();
  /** Bytes so far of a message that comes in several frames. */
  readonly #sizes = new WeakMap<OpenDelivery, number>();

  readonly #waiting: (() => void)[] = [];

  constructor(
    readonly rhea: Amqp,
    readonly limits: { readonly budget: Budget; readonly holding: Holding },
    readonly take: (message: Message) => Promise<Settlement>,
  ) {}

  /** Not yet settled. */
  get count(): number {
    return this.limits.holding.messages;
  }

  /** Everything is settled, or the time is over. */
  settled(withinMs: number): Promise<void> {
    if (this.count === 0) return Promise.resolve();
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, withinMs);
      this.#waiting.push(() => {
        clearTimeout(timer);
        resolve();
      });
    });
  }

  end(): void {
    this.limits.budget.forget(this.limits.holding);
  }

  /** Before the first message of a session: its bytes are counted while they come in. */
  watch(session: Session): void {
    const inside = session as unknown as SessionInside;
    const transfer = inside.on_transfer.bind(inside);
    inside.on_transfer = (frame) => {
      const link = inside._get_link(frame);
      const size = this.#bound(link, frame);
      transfer(frame);
      const open = link._incomplete;
      if (open && !this.#sizes.has(open)) this.#sizes.set(open, size);
    };
  }

  /** A link to receive from is open: it may send. */
  open(receiver: Receiver): void {
    this.#inFlight.set(receiver, 0);
    this.#grant(receiver);
  }

  close(receiver: Receiver): void {
    this.#inFlight.delete(receiver);
  }

  /** A message came in. Settles it when it is taken. */
  async receive({ receiver, delivery, message }: EventContext): Promise<void> {
    if (!receiver || !delivery) return;
    const bytes = message as unknown as Buffer;
    const { budget, holding } = this.limits;
    this.#count(receiver, 1);
    budget.hold(holding, bytes.length);
    try {
      settle(delivery, await this.#settlementOf(delivery, bytes));
    } finally {
      budget.giveBack(holding, bytes.length);
      this.#count(receiver, -1);
      this.#grant(receiver);
      if (this.count === 0) for (const tell of this.#waiting.splice(0)) tell();
    }
  }

  #count(receiver: Receiver, change: number): void {
    const known = this.#inFlight.get(receiver);
    if (known !== undefined) this.#inFlight.set(receiver, known + change);
  }

  /** What is too large is not kept: only that it came. Returns the size so far. */
  #bound({ _incomplete: open }: Inside, frame: Transfer): number {
    const before = open ? (this.#sizes.get(open) ?? 0) : 0;
    const size = before + Math.max(frame.payload?.length ?? 0, frameCost);
    if (open) this.#sizes.set(open, size);
    else frame.performative.message_format = undecoded;
    if (size <= messageBytesMax) return size;
    frame.payload = Buffer.alloc(0);
    if (open?.frames) open.frames.length = 0;
    if (!open) frame.performative.message_format = tooLarge;
    return size;
  }

  async #settlementOf(delivery: Delivery, bytes: Buffer): Promise<Settlement> {
    const size = this.#sizes.get(delivery as OpenDelivery) ?? 0;
    if (delivery.format === tooLarge || size > messageBytesMax)
      return {
        kind: "rejected",
        condition: "amqp:link:message-size-exceeded",
        description: `BODY_TOO_LARGE: at most ${bodyBytesMax} bytes`,
      };
    let message: Message;
    try {
      message = this.rhea.message.decode(bytes as never) as unknown as Message;
    } catch {
      return {
        kind: "rejected",
        condition: "amqp:decode-error",
        description: "INGEST_BODY_INVALID: not an AMQP message",
      };
    }
    return await this.take(message);
  }

  #grant(receiver: Receiver): void {
    const { credit } = receiver as unknown as Inside;
    const room = linkWindow - credit - (this.#inFlight.get(receiver) ?? 0);
    if (room >= linkWindow / 4 && receiver.is_open()) receiver.add_credit(room);
  }
}

function settle(delivery: Delivery, settlement: Settlement): void {
  if (settlement.kind === "accepted") delivery.accept();
  else if (settlement.kind === "released") delivery.release();
  else delivery.reject({ condition: settlement.condition, description: settlement.description });
}
