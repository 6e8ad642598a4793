import type { Message, Sender } from "rhea";

/** Answers kept for a link that has no credit yet; a requester that never reads loses the oldest. */
const waitingMax = 100;

/**
 * The links a requester reads its answers from. It made them: the address it wants its answer at is
 * the source or the target of one of them, or the one we gave a link that asked for any.
 */
export class Replies {
  readonly #addresses = new Map<Sender, Set<string>>();
  readonly #waiting = new Map<Sender, Message[]>();

  open(sender: Sender, addresses: readonly (string | null | undefined)[]): void {
    this.#addresses.set(sender, new Set(addresses.flatMap((address) => address || [])));
  }

  close(sender: Sender): void {
    this.#addresses.delete(sender);
    this.#waiting.delete(sender);
  }

  /** The link for an address; the only one, when just one was made. */
  find(replyTo: string | null): Sender | null {
    for (const [sender, addresses] of this.#addresses)
      if (replyTo !== null && addresses.has(replyTo)) return sender;
    const [only, another] = this.#addresses.keys();
    return another ? null : (only ?? null);
  }

  /** Without credit it waits: a message rhea queued would hold up every other link of the session. */
  send(sender: Sender, message: Message): void {
    const waiting = this.#waiting.get(sender) ?? [];
    this.#waiting.set(sender, waiting);
    waiting.push(message);
    if (waiting.length > waitingMax) waiting.shift();
    this.flush(sender);
  }

  flush(sender: Sender): void {
    const waiting = this.#waiting.get(sender) ?? [];
    while (waiting.length > 0 && sender.is_open() && sender.sendable())
      sender.send(waiting.shift() as Message);
  }
}
