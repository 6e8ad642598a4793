/**
 * What one connection, and all of them together, may hold that is not yet settled. Above it the
 * socket is not read: the peer waits, nothing is lost and memory stays bounded.
 */
export class Budget {
  #bytes = 0;
  readonly #stopped = new Set<Holding>();

  constructor(
    readonly bytesMax: number,
    readonly messagesMax: number,
  ) {}

  hold(holding: Holding, bytes: number): void {
    this.#bytes += bytes;
    holding.messages++;
    if (this.#bytes < this.bytesMax && holding.messages < this.messagesMax) return;
    if (this.#stopped.has(holding)) return;
    this.#stopped.add(holding);
    holding.stop();
  }

  giveBack(holding: Holding, bytes: number): void {
    this.#bytes -= bytes;
    holding.messages--;
    if (this.#bytes > this.bytesMax / 2) return;
    for (const stopped of this.#stopped) {
      if (stopped.messages > this.messagesMax / 2) continue;
      this.#stopped.delete(stopped);
      stopped.goOn();
    }
  }

  /** The connection is over. */
  forget(holding: Holding): void {
    this.#stopped.delete(holding);
  }
}

/** A connection as its budget sees it. */
export interface Holding {
  messages: number;
  stop(): void;
  goOn(): void;
}
