import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test";
import { gzipSync } from "node:zlib";
import { testCertificate } from "@lineside/testkit/certificate";
import { eachDialect } from "@lineside/testkit/database";
import {
  CfxLine,
  measured,
  names,
  printer,
  testedBody,
  tester,
  units,
} from "../cfx/line.fixture.ts";
import { type AmqpDoor, startAmqp } from "./index.ts";
import { envelopeIn, Machine, section } from "./machine.fixture.ts";

const { started, completed, tested } = names;

// A flood of messages is carried out here; a loaded machine takes its time over them.
setDefaultTimeout(30_000);

eachDialect((dialect) => {
  const line = new CfxLine();
  let door: AmqpDoor;
  let key: string;
  let machine: Machine;
  const open = async (more: object = {}) => {
    const listener = { host: "127.0.0.1", port: 0, tls: null, allowsAnonymous: false, ...more };
    const opened = await startAmqp(line.app.platform, { listener, broker: null });
    return opened as AmqpDoor;
  };
  const portOf = (of: AmqpDoor) => of.status().listener?.port ?? 0;
  const connect = (more: object = {}) =>
    new Machine({ port: portOf(door), username: "machine", password: key, ...more });
  const makeKey = async (body: object) =>
    (await (await line.app.as("admin")).post("/api/api-keys", body)).body;

  beforeAll(async () => {
    await line.open(dialect);
    key = (await makeKey({ name: "Line A" })).key;
    door = await open();
    machine = connect();
  });
  afterAll(async () => {
    await machine.close();
    await door.stop(1_000);
    await line.close();
  });

  const begin = (handle: string, id: string, sn: string) =>
    line.message(handle, started, { TransactionID: id, Units: units(sn) });
  const end = (handle: string, id: string) =>
    line.message(handle, completed, { TransactionID: id, Result: "Completed" });
  const verdict = (id: string, sn: string) =>
    line.message(
      tester,
      tested,
      testedBody(id, [
        { sn, result: "Passed", tests: [measured("RESISTANCE_MEASUREMENT_R21", [28_200, "Ohm"])] },
      ]),
    );

  describe("boards", () => {
    test("go through printer and tester by single messages", async () => {
      const { sns } = await line.run();
      const [sn = ""] = sns;
      const settled = [
        await machine.tell(begin(printer, "p1", sn)),
        await machine.tell(end(printer, "p1")),
        await machine.tell(begin(tester, "t1", sn)),
        await machine.tell(verdict("t1", sn)),
        await machine.tell(end(tester, "t1")),
      ];
      expect(settled).toEqual(["accepted", "accepted", "accepted", "accepted", "accepted"]);
      await line.app.runJobs();
      expect(await line.at(sns)).toEqual(["QUEUED@30"]);
      expect((await line.tracks(sn)).map(({ stepNo, result }) => [stepNo, result])).toEqual([
        [10, "PASS"],
        [20, "PASS"],
      ]);
    });

    test("go through by one array, zipped, as their events say", async () => {
      const { sns } = await line.run({ units: 2 });
      const all = sns.flatMap((sn, n) => [
        ...[begin(printer, `a${n}`, sn), end(printer, `a${n}`)],
        ...[begin(tester, `b${n}`, sn), verdict(`b${n}`, sn), end(tester, `b${n}`)],
      ]);
      const body = section(gzipSync(JSON.stringify(all)));
      expect(await machine.send({ body, content_encoding: "gzip" })).toBe("accepted");
      await line.app.runJobs();
      expect(await line.at(sns)).toEqual(["QUEUED@30", "QUEUED@30"]);
      const events = await line.app.db.read
        .selectFrom("ingest_event")
        .select(["door", "state", "sentByName", "ip"])
        .where("sn", "in", sns)
        .execute();
      expect(new Set(events.map((event) => Object.values(event).join()))).toEqual(
        new Set(["AMQP,EXECUTED,Line A,127.0.0.1"]),
      );
    });

    test("sent again are settled again, and done once", async () => {
      const { sns } = await line.run();
      const message = begin(printer, "again", sns[0] ?? "");
      expect(await machine.tell(message)).toBe("accepted");
      expect(await machine.tell(message)).toBe("accepted");
      await line.app.runJobs();
      expect(await line.at(sns)).toEqual(["IN_STATION@10"]);
      expect((await line.tracks(sns[0] ?? "")).length).toBe(1);
      expect(door.status().listener?.connections[0]?.counts.duplicates).toBe(1);
    });
  });

  test("the monitor shows who is connected, to those who may look", async () => {
    const viewer = await line.app.as("quality");
    const { body } = await viewer.get("/api/ingest/amqp");
    expect(body).toMatchObject({ broker: null, listener: { isTls: false } });
    const operator = await line.app.as("operator", { stations: line.plant.stations });
    expect((await operator.get("/api/ingest/amqp")).status).toBe(403);
    const [peer] = door.status().listener?.connections ?? [];
    expect(peer).toMatchObject({ containerId: "machine", keyName: "Line A", ip: "127.0.0.1" });
    expect(peer?.counts.inFlight).toBe(0);
  });
  test("a flood waits at the door: unsettled messages stay bounded, and all are taken", async () => {
    const flood = Array.from({ length: 400 }, (_, n) =>
      machine.tell(line.message("Flood.1", "CFX.Heartbeat", { CFXHandle: `Flood.${n}` })),
    );
    let most = 0;
    const look = setInterval(() => {
      const counts = door.status().listener?.connections[0]?.counts;
      most = Math.max(most, counts?.inFlight ?? 0);
    }, 1);
    expect(new Set(await Promise.all(flood))).toEqual(new Set(["accepted"]));
    clearInterval(look);
    expect(most).toBeLessThanOrEqual(200);
    await line.app.runJobs();
  });

  describe("a message is", () => {
    const large = "x".repeat(5 * 1024 * 1024 + 1);
    const bomb = gzipSync(Buffer.alloc(32 * 1024 * 1024, " "));
    test.each([
      ["that is no JSON", { body: section("{") }, "amqp:decode-error MALFORMED_JSON"],
      ["without a body", {}, "amqp:decode-error INGEST_BODY_INVALID"],
      ["of another encoding", { body: section("{}"), content_encoding: "br" }, "amqp:decode-error"],
      ["of an empty array", { body: section("[]") }, "amqp:decode-error INGEST_BODY_INVALID"],
      ["that is a bomb", { body: section(bomb) }, "amqp:decode-error BODY_TOO_LARGE"],
      ["that is too large", { body: section(large) }, "amqp:decode-error BODY_TOO_LARGE"],
      [
        "far too large",
        { body: section(large.repeat(3)) },
        "amqp:link:message-size-exceeded BODY_TOO_LARGE",
      ],
    ])("rejected %s, and the connection goes on", async (_what, message, said) => {
      expect(await machine.send(message as never)).toStartWith(said);
      expect(machine.connection.is_open()).toBe(true);
    });

    test("accepted when one of its items can be kept, rejected when none can", async () => {
      const { sns } = await line.run();
      const good = JSON.stringify(begin(printer, "one", sns[0] ?? ""));
      const some = { body: section(`[${good}, {"MessageName": 7}]`) };
      expect(await machine.send(some as never)).toBe("accepted");
      const none = { body: section('[{"MessageName": 7}, 8]') };
      expect(await machine.send(none as never)).toStartWith("amqp:decode-error");
      await line.app.runJobs();
      expect(await line.at(sns)).toEqual(["IN_STATION@10"]);
    });

    test("no message at all: rejected, and the connection goes on", async () => {
      const sender = machine.connection.open_sender({ target: { address: "raw" } });
      const said = await new Promise((resolve) => {
        sender.once("rejected", ({ delivery }) => resolve(delivery.remote_state.error.condition));
        sender.once("sendable", () => sender.send(Buffer.from("no AMQP") as never, "t", 0));
      });
      expect(said).toBe("amqp:decode-error");
      expect(machine.connection.is_open()).toBe(true);
    });

    test("released while the server shuts down: the sender keeps it", async () => {
      const { platform } = line.app;
      platform.isDraining = true;
      try {
        expect(await machine.tell(begin(printer, "late", "SN-LATE"))).toBe("released");
      } finally {
        platform.isDraining = false;
      }
    });

    test("given back in maintenance, and taken afterwards", async () => {
      const admin = await line.app.as("admin");
      const { sns } = await line.run();
      const message = begin(printer, "while-it-is-on", sns[0] ?? "");
      await admin.post("/api/maintenance/on", {});
      expect(await machine.tell(message)).toBe("released");
      await admin.post("/api/maintenance/off");
      expect(await machine.tell(message)).toBe("accepted");
      await line.app.runJobs();
      expect(await line.at(sns)).toEqual(["IN_STATION@10"]);
    });
  });

  describe("a request", () => {
    const ask = (target: string) => ({
      ...line.message("Asker.1", "CFX.AreYouThereRequest", { CFXHandle: "Lineside" }),
      RequestID: `ask-${target}`,
    });

    test("is answered over the link whose target is its reply-to", async () => {
      machine.connection.open_receiver({ source: "cfx", target: { address: "asker-answers" } });
      const more = { message_id: "m-1", reply_to: "asker-answers" };
      expect(await machine.tell(ask("one"), more)).toBe("accepted");
      const answer = await machine.answer();
      expect(answer).toMatchObject({ correlation_id: "m-1", to: "asker-answers" });
      expect(envelopeIn(answer)).toMatchObject({
        MessageName: "CFX.AreYouThereResponse",
        RequestID: "ask-one",
      });
    });

    test("is answered over a link that asked for an address of its own", async () => {
      const other = connect();
      const receiver = other.connection.open_receiver({ source: { dynamic: true } as never });
      await new Promise((resolve) => receiver.once("receiver_open", resolve));
      const more = { message_id: "m-2", reply_to: receiver.source.address };
      expect(await other.tell(ask("two"), more)).toBe("accepted");
      expect(await other.answer()).toMatchObject({ correlation_id: "m-2" });
      await other.close();
    });

    test("with others in one message is told apart by its own id", async () => {
      const more = { message_id: "m-3", reply_to: "asker-answers" };
      expect(await machine.tell([ask("three"), ask("four")], more)).toBe("accepted");
      const ids = [await machine.answer(), await machine.answer()].map((a) => a.correlation_id);
      expect(ids).toEqual(["ask-three", "ask-four"]);
    });

    test("of somebody who reads no answers is counted", async () => {
      const other = connect();
      expect(await other.tell(ask("five"), { reply_to: "nowhere" })).toBe("accepted");
      const { connections = [] } = door.status().listener ?? {};
      expect(connections.at(-1)?.counts).toMatchObject({ answered: 0, unanswered: 1 });
      await other.close();
    });
  });

  describe("who may send", () => {
    test.each([
      ["a wrong key", { password: "lsk_wrong" }],
      ["no key", { username: undefined, password: undefined }],
      ["an empty key", { password: "" }],
    ])("not with %s", async (_key, options) => {
      expect(await connect(options).opened()).toBe(false);
    });

    test("not in the name of another source, nor any more once the key is revoked", async () => {
      const { id, key: own } = await makeKey({ name: "Printer", sources: [printer] });
      const other = connect({ password: own });
      const foreign = await other.tell(begin(tester, "x1", "SN-1"));
      expect(foreign).toStartWith("amqp:unauthorized-access INGEST_SOURCE_NOT_ALLOWED");
      expect(await other.tell(begin(printer, "x2", "SN-2"))).toBe("accepted");
      const admin = await line.app.as("admin");
      await admin.post(`/api/api-keys/${id}/revoke`, { reason: "sold to nobody" });
      // Given back; a library may hear of the end first.
      const last = await other.tell(begin(printer, "x3", "SN-3"));
      expect(["released", "lost"]).toContain(last);
      await new Promise((resolve) => setTimeout(resolve, 20));
      expect(other.closed).toEqual(["amqp:unauthorized-access"]);
    });

    test("everybody, where the plant says that only machines are on the network", async () => {
      const open2 = await open({ allowsAnonymous: true });
      const { sns } = await line.run();
      for (const options of [{}, { username: "anonymous" }]) {
        const anybody = new Machine({ port: portOf(open2), ...options });
        expect(await anybody.tell(begin(printer, "free", sns[0] ?? ""))).toBe("accepted");
        await anybody.close();
      }
      const wrong = new Machine({ port: portOf(open2), username: "x", password: "lsk_no" });
      expect(await wrong.opened()).toBe(false);
      await open2.stop(0);
    });

    test("over TLS, with the plant's certificate", async () => {
      const tls = testCertificate();
      const secure = await open({ tls });
      const port = portOf(secure);
      const options = { transport: "tls" as const, ca: tls.cert, servername: "localhost" };
      const safe = new Machine({ port, username: "m", password: key, ...options });
      const { sns } = await line.run();
      expect(await safe.tell(begin(printer, "tls", sns[0] ?? ""))).toBe("accepted");
      expect(secure.status().listener).toMatchObject({ isTls: true, port });
      const plain = new Machine({ port, username: "m", password: key });
      expect(await plain.opened()).toBe(false);
      await safe.close();
      await secure.stop(0);
    });
  });
});
