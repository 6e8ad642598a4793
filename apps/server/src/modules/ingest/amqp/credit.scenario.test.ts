import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test";
import { eachDialect } from "@lineside/testkit/database";
import { sql } from "kysely";
import type { Sender } from "rhea";
import { CfxLine } from "../cfx/line.fixture.ts";
import { Broker, creditOf } from "./broker.fixture.ts";
import { type AmqpDoor, startAmqp } from "./index.ts";
import { Machine, section } from "./machine.fixture.ts";

// Hundreds of messages are settled here; a loaded machine takes its time over them.
setDefaultTimeout(30_000);

/** Unsettled messages a link may send ahead: deliveries.ts. */
const linkWindow = 100;
const flood = 260;

eachDialect((dialect) => {
  const line = new CfxLine();
  const doors: AmqpDoor[] = [];
  beforeAll(() => line.open(dialect));
  afterAll(async () => {
    await Promise.all(doors.map((door) => door.stop(1_000)));
    await line.close();
  });

  const open = async (config: object) => {
    const given = { listener: null, broker: null, ...config };
    const door = (await startAmqp(line.app.platform, given)) as AmqpDoor;
    doors.push(door);
    return door;
  };

  /** Nothing can be kept, and so nothing settled, until it is let go. */
  const hold = async () => {
    const held = Promise.withResolvers<void>();
    const letGo = Promise.withResolvers<void>();
    const over = line.app.db.unit(async (tx) => {
      if (dialect === "postgresql") await sql`lock table ingest_event`.execute(tx.k);
      held.resolve();
      await letGo.promise;
    });
    await held.promise;
    return async () => {
      letGo.resolve();
      await over;
    };
  };

  const flooded = (name: string) =>
    Array.from({ length: flood }, (_, n) =>
      line.message("Flood.1", "CFX.Vendor.Said", { Name: name, N: n }),
    );

  /** How many of them are kept, and how often. */
  const keptOf = async (name: string) => {
    const rows = await line.app.db.read
      .selectFrom("ingest_payload")
      .select("body")
      .where("body", "like", `%"Name":"${name}"%`)
      .execute();
    const numbers = rows.map(({ body }) => JSON.parse(body).MessageBody.N as number);
    return [numbers.length, new Set(numbers).size];
  };

  const quiet = async (count: () => number) => {
    for (let before = -1; before !== count() || before === 0; ) {
      before = count();
      await Bun.sleep(60);
    }
    return count();
  };

  test("a machine may send ahead as far as its credit, and goes on as it is settled", async () => {
    const listener = { host: "127.0.0.1", port: 0, tls: null, allowsAnonymous: true };
    const door = await open({ listener });
    const machine = new Machine({ port: door.status().listener?.port ?? 0 });
    const inFlight = () => door.status().listener?.connections[0]?.counts.inFlight ?? 0;
    const letGo = await hold();
    const settled = flooded("credit").map((envelope) => machine.tell(envelope));
    expect(await quiet(inFlight)).toBe(linkWindow);
    const credit = () => Math.max(...[...senders(machine)].map(creditOf));
    expect(credit()).toBe(0);
    await letGo();
    expect(new Set(await Promise.all(settled))).toEqual(new Set(["accepted"]));
    expect(await keptOf("credit")).toEqual([flood, flood]);
    // Whatever was sent, it may send as far ahead again.
    while (credit() <= linkWindow / 2) await Bun.sleep(5);
    expect([inFlight(), credit()].every((each) => each <= linkWindow)).toBe(true);
    await machine.close();
  });

  test("what was under way when a connection broke is sent again, and kept once", async () => {
    const listener = { host: "127.0.0.1", port: 0, tls: null, allowsAnonymous: true };
    const door = await open({ listener });
    const port = door.status().listener?.port ?? 0;
    const envelopes = flooded("cut");
    const first = new Machine({ port });
    const letGo = await hold();
    const settled = envelopes.map((envelope) => first.tell(envelope));
    const inFlight = () => door.status().listener?.connections[0]?.counts.inFlight ?? 0;
    expect(await quiet(inFlight)).toBe(linkWindow);
    (first.connection as unknown as { socket: import("node:net").Socket }).socket.destroy();
    expect(new Set(await Promise.all(settled))).toEqual(new Set(["lost"]));
    await letGo();
    // It knows of none that it arrived.
    const second = new Machine({ port });
    const again = await Promise.all(envelopes.map((envelope) => second.tell(envelope)));
    expect(new Set(again)).toEqual(new Set(["accepted"]));
    expect(await keptOf("cut")).toEqual([flood, flood]);
    const peers = door.status().listener?.connections ?? [];
    expect(peers.map(({ counts }) => counts.inFlight)).toEqual([0]);
    await second.close();
  });

  test("a broker is asked for no more than is settled, and for the rest when it is back", async () => {
    const first = await Broker.start();
    const { port } = first;
    const url = `amqp://lineside:secret@127.0.0.1:${port}`;
    const door = await open({ broker: { url, addresses: ["cfx"] } });
    const inFlight = () => door.status().broker?.counts.inFlight ?? 0;
    const messages = flooded("broker").map((each) => ({ body: section(JSON.stringify(each)) }));
    const letGo = await hold();
    await first.asked("cfx");
    expect(await first.pour("cfx", messages)).toBe(linkWindow);
    expect(await quiet(inFlight)).toBe(linkWindow);
    await first.stop();
    while (door.status().broker?.state === "OPEN") await Bun.sleep(5);
    await letGo();
    const second = await Broker.start({ port });
    for (const message of messages) expect(await second.deliver("cfx", message)).toBe("accepted");
    expect(await keptOf("broker")).toEqual([flood, flood]);
    expect(door.status().broker).toMatchObject({ state: "OPEN", counts: { inFlight: 0 } });
    await door.stop(1_000);
    await second.stop();
  });
});

function senders(machine: Machine): Set<Sender> {
  const found = new Set<Sender>();
  machine.connection.each_sender((sender: Sender) => void found.add(sender));
  return found;
}
