// One connection that hears notifications and comes back by itself when it is lost.
import type pg from "pg";
import type { Log } from "./database.ts";

type Hear = (payload: string) => void;

export class Listener {
  readonly #channels = new Map<string, Set<Hear>>();
  readonly #missed = new Set<() => void>();
  #client: Promise<pg.Client> | undefined;
  #isClosed = false;
  #isReconnecting = false;

  constructor(
    readonly create: () => pg.Client,
    readonly log: Log,
  ) {}

  /** `missed` is called whenever the connection is back: nobody repeats what was said meanwhile. */
  async listen(channel: string, fn: Hear, missed = () => {}): Promise<() => Promise<void>> {
    this.#missed.add(missed);
    const hearers = this.#channels.get(channel) ?? new Set();
    this.#channels.set(channel, hearers.add(fn));
    const client = await this.#connected();
    await client.query(`LISTEN ${client.escapeIdentifier(channel)}`);
    return async () => {
      hearers.delete(fn);
      this.#missed.delete(missed);
      if (hearers.size > 0 || !this.#channels.delete(channel) || this.#isClosed) return;
      const current = await this.#connected();
      await current.query(`UNLISTEN ${current.escapeIdentifier(channel)}`);
    };
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    const client = await this.#client?.catch(() => undefined);
    await client?.end();
  }

  #connected(): Promise<pg.Client> {
    this.#client ??= this.#connect();
    return this.#client;
  }

  async #connect(): Promise<pg.Client> {
    const client = this.create();
    client.on("notification", ({ channel, payload }) => {
      for (const fn of this.#channels.get(channel) ?? []) fn(payload ?? "");
    });
    client.on("error", (error) => this.log("The notification connection failed", { error }));
    try {
      await client.connect();
      for (const channel of this.#channels.keys())
        await client.query(`LISTEN ${client.escapeIdentifier(channel)}`);
    } catch (error) {
      client.end().catch(() => {});
      throw error;
    }
    // Only now: an attempt that fails also "ends", and each would start a search of its own.
    client.on("end", () => void this.#reconnect());
    return client;
  }

  async #reconnect(): Promise<void> {
    if (this.#isReconnecting) return;
    this.#isReconnecting = true;
    await this.#search();
    this.#isReconnecting = false;
  }

  async #search(): Promise<void> {
    for (let wait = 100; !this.#isClosed; wait = Math.min(wait * 2, 10_000)) {
      try {
        this.#client = this.#connect();
        await this.#client;
        for (const missed of this.#missed) missed();
        return;
      } catch (error) {
        this.log("The notification connection is still down", { error });
        await Bun.sleep(wait);
      }
    }
  }
}
