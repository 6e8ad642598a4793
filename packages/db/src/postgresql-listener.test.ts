// The connection that hears notifications: lost, it searches in one search.
import { expect, test } from "bun:test";
import { eachDatabase } from "@lineside/testkit/database";
import { startPostgres } from "@lineside/testkit/postgres";
import pg from "pg";
import { Listener } from "./postgresql-listener.ts";

/** Counts how many of these clients are trying to connect at the same moment. */
class Attempts {
  total = 0;
  most = 0;
  #now = 0;

  watch(client: pg.Client): pg.Client {
    const connect = client.connect.bind(client);
    client.connect = (async () => {
      this.total++;
      this.most = Math.max(this.most, ++this.#now);
      try {
        return await connect();
      } finally {
        this.#now--;
      }
    }) as pg.Client["connect"];
    return client;
  }
}

eachDatabase((dialect) => {
  if (dialect === "sqlite") return;

  test("while the server is away there is one search that waits longer each time, and one connection after it", async () => {
    const { url } = await startPostgres();
    const attempts = new Attempts();
    let isAway = false;
    const fourth = Promise.withResolvers<void>();
    const clients: pg.Client[] = [];
    const create = () => {
      if (attempts.total === 4) {
        isAway = false;
        fourth.resolve();
      }
      const client = new pg.Client(isAway ? "postgres://nobody@127.0.0.1:1/x" : url);
      clients.push(client);
      return attempts.watch(client);
    };
    const listener = new Listener(create, () => {});
    const heard = Promise.withResolvers<string>();
    await listener.listen("away", heard.resolve);
    isAway = true;
    const lost = performance.now();
    await clients[0]?.end();
    await fourth.promise;
    // It waits 100, 200 and 400 ms between attempts; searches that multiply would not.
    expect(performance.now() - lost).toBeGreaterThan(500);
    const sender = new pg.Client(url);
    await sender.connect();
    // A call that is under way when the sender leaves is nobody's loss.
    const call = () => sender.query("NOTIFY away, 'back'").catch(() => {});
    const calling = setInterval(call, 20);
    expect(await heard.promise).toBe("back");
    clearInterval(calling);
    expect(attempts.most).toBe(1);
    expect(attempts.total).toBe(5);
    await sender.end();
    await listener.close();
  });
});
