import { afterAll, beforeAll, expect, test } from "bun:test";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { connect } from "node:tls";
import { testCertificate } from "@lineside/testkit/certificate";
import { eachDialect } from "@lineside/testkit/database";
import { readAmqpTls } from "../../../platform/amqp-config.ts";
import { CfxLine, names, printer, units } from "../cfx/line.fixture.ts";
import { Broker } from "./broker.fixture.ts";
import { type AmqpDoor, startAmqp } from "./index.ts";
import { Machine } from "./machine.fixture.ts";

eachDialect((dialect) => {
  const line = new CfxLine();
  const folder = mkdtempSync(join(tmpdir(), "lineside-amqp-"));
  const paths = { certPath: join(folder, "amqp.pem"), keyPath: join(folder, "amqp.key") };
  beforeAll(() => line.open(dialect));
  afterAll(async () => {
    rmSync(folder, { recursive: true });
    await line.close();
  });

  const install = ({ cert, key }: { cert: string; key: string }) => {
    writeFileSync(paths.certPath, cert);
    writeFileSync(paths.keyPath, key);
  };
  const open = async (more: object = {}) => {
    const listener = { host: "127.0.0.1", port: 0, tls: null, allowsAnonymous: true, ...more };
    return (await startAmqp(line.app.platform, { listener, broker: null })) as AmqpDoor;
  };
  const portOf = (door: AmqpDoor) => door.status().listener?.port ?? 0;

  test("a new certificate is shown to who connects, and who is connected stays", async () => {
    const [first, second, stranger] = [testCertificate(), testCertificate(), testCertificate()];
    install(first);
    const door = await open({ tls: readAmqpTls(paths) });
    const port = portOf(door);
    const shown = (): Promise<string> =>
      new Promise((resolve, reject) => {
        const socket = connect({ host: "127.0.0.1", port, rejectUnauthorized: false }, () => {
          resolve(socket.getPeerCertificate().raw.toString("base64"));
          socket.destroy();
        });
        socket.on("error", reject);
      });
    const bodyOf = ({ cert }: { cert: string }) => cert.replaceAll(/-----[A-Z ]+-----|\s/g, "");
    const before = new Machine({ port, transport: "tls", ca: first.cert, servername: "localhost" });
    expect([await before.opened(), await shown()]).toEqual([true, bodyOf(first)]);

    install(second);
    door.renew();
    expect(await shown()).toBe(bodyOf(second));
    const { sns } = await line.run();
    const begun = { TransactionID: "renewed", Units: units(sns[0] ?? "") };
    expect(await before.tell(line.message(printer, names.started, begun))).toBe("accepted");

    // What does not fit, or is over already, is told; the one before stays.
    install({ cert: first.cert, key: stranger.key });
    door.renew();
    install(testCertificate({ until: "210304050607Z" }));
    door.renew();
    expect(await shown()).toBe(bodyOf(second));
    await before.close();
    await door.stop(0);
  });

  const whoIsThere = async () => {
    const name = "CFX.WhoIsThereRequest";
    const request = { ...line.message("Asker.1", name, { SupportedTopicQueryType: "All" }) };
    const { body } = await line.post({ ...request, RequestID: "WHO-1" });
    const { Result, ...said } = body.MessageBody;
    expect([body.MessageName, Result.Result]).toEqual(["CFX.WhoIsThereResponse", "Success"]);
    return said;
  };

  test("who is there: the answer says where requests to us may be sent", async () => {
    const CFXHandle = "Lineside.MES.1";
    const door = await open();
    expect(await whoIsThere()).toEqual({
      CFXHandle,
      RequestNetworkUri: `amqp://127.0.0.1:${portOf(door)}/`,
      RequestTargetAddress: CFXHandle,
    });
    await door.stop(0);

    const anywhere = await open({ host: "0.0.0.0" });
    expect((await whoIsThere()).RequestNetworkUri).toBe(
      `amqp://${hostname()}:${portOf(anywhere)}/`,
    );
    await anywhere.stop(0);

    const broker = await Broker.start();
    const url = `amqp://lineside:secret@127.0.0.1:${broker.port}`;
    const config = { listener: null, broker: { url, addresses: ["/queues/mes", "/queues/cfx"] } };
    const client = (await startAmqp(line.app.platform, config)) as AmqpDoor;
    expect(await whoIsThere()).toEqual({
      CFXHandle,
      RequestNetworkUri: `amqp://127.0.0.1:${broker.port}/`,
      RequestTargetAddress: "/queues/mes",
    });
    await client.stop(0);
    await broker.stop();
  });
});
