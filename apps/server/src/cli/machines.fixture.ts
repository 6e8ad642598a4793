import { type Dialect, openDatabase } from "@lineside/db";
import { standardMapping } from "@lineside/domain/routing";
import { type Binary, startBinary } from "@lineside/testkit/binary";
import { enveloped } from "@lineside/testkit/cfx-samples";
import { freshDatabase } from "@lineside/testkit/database";
import { makePlant, makeRun, type TestRun } from "@lineside/testkit/factory";
import { freePort } from "@lineside/testkit/process";
import { Machine } from "../modules/ingest/amqp/machine.fixture.ts";
import { makePeople, send, signIn } from "./floor.fixture.ts";

/** A printer and a tester that speak CFX, and boards for them, before a binary first sees them. */
interface MachineLine {
  url: string;
  env: Record<string, string>;
  run: TestRun;
  dispose(): Promise<void>;
}

const handles = { "DEK.Horizon.1": "PRINT-A", "Keysight.ICT.7": "ICT-A" };
const [printer, tester] = Object.keys(handles) as [string, string];

async function makeMachineLine(dialect: Dialect, units: number): Promise<MachineLine> {
  const { url, db, dispose } = await freshDatabase(dialect);
  const env = {
    DATABASE_URL: url,
    APP_SECRET: "a-secret-that-every-node-and-start-shares",
    APP_WEB_MODE: "off",
  };
  const plant = await makePlant(db, {
    steps: [
      {
        code: "PRINT",
        stationType: "AUTO",
        ingestMapping: { ...standardMapping("AUTO"), cfx: { mode: "PAIRED_COMPLETED" } },
      },
      {
        code: "ICT",
        stationType: "TEST",
        ingestMapping: { ...standardMapping("TEST"), cfx: { mode: "PAIRED_RESULT" } },
      },
    ],
  });
  const run = await makeRun(db, plant, { units });
  await makePeople(db, env, [{ username: "chief", roles: ["admin"] }]);
  await db.close();
  return { url, env, run, dispose };
}

/** What the machines say of one board, in its order; each message has an id of its own. */
export function messagesOf(sn: string): { id: string; sn: string; text: string }[] {
  const Units = [{ UnitIdentifier: sn }];
  const say = (handle: string, name: string, body: object) => {
    const id = crypto.randomUUID();
    const head = { Source: handle, UniqueID: id, TimeStamp: new Date().toISOString() };
    return { id, sn, text: JSON.stringify(enveloped(`CFX.Production.${name}`, body, head)) };
  };
  const begin = (handle: string) =>
    say(handle, "WorkStarted", { TransactionID: `${sn} ${handle}`, Units });
  const end = (handle: string) =>
    say(handle, "WorkCompleted", { TransactionID: `${sn} ${handle}`, Result: "Completed" });
  return [
    ...[begin(printer), end(printer), begin(tester)],
    say(tester, "TestAndInspection.UnitsTested", {
      TransactionId: `${sn} ${tester}`,
      TestedUnits: [{ UnitIdentifier: sn, OverallResult: "Passed", Tests: [] }],
    }),
    end(tester),
  ];
}

/** A binary that listens for AMQP, the machines registered in it, and one connection with a key. */
export class MachineServer {
  private constructor(
    readonly line: MachineLine,
    readonly binary: Binary,
    readonly given: { machine: PatientMachine; cookie: string; amqpPort: number },
  ) {}

  static async start(dialect: Dialect, boards: number): Promise<MachineServer> {
    const line = await makeMachineLine(dialect, boards);
    const amqpPort = await freePort();
    const binary = await startBinary({ env: { ...line.env, APP_AMQP_PORT: String(amqpPort) } });
    const cookie = await signIn(binary, { username: "chief" });
    const post = async (path: string, body: object) => {
      const answer = await send(binary, path, { cookie, body });
      if (answer.status !== 200) throw new Error(`${path}: ${JSON.stringify(answer.body)}`);
      return answer.body;
    };
    for (const [handle, stationCode] of Object.entries(handles))
      await post("/api/ingest/endpoints", { handle, stationCode });
    const { key } = await post("/api/api-keys", { name: "Line A" });
    const login = { port: amqpPort, username: "line-a", password: key };
    const machine = new PatientMachine(login);
    return new MachineServer(line, binary, { machine, cookie, amqpPort });
  }

  get machine(): PatientMachine {
    return this.given.machine;
  }

  /** Nothing waits to be carried out. */
  async carriedOut(): Promise<void> {
    for (const state of ["RECEIVED", "PARKED"])
      while ((await this.#oldest(state)) !== undefined) await Bun.sleep(20);
  }

  /** Stops the binary and reads what it leaves behind, one text for each row. */
  async leftBehind() {
    const code = await this.binary.stop();
    const db = await openDatabase({ url: this.line.url });
    const told = (row: object) => Object.values(row).join();
    try {
      const { read } = db;
      const units = await read.selectFrom("execution_unit").select(["sn", "state"]).execute();
      const tracks = await read
        .selectFrom("execution_track as t")
        .innerJoin("execution_unit as u", "u.id", "t.unitId")
        .select(["u.sn", "t.stepNo", "t.result"])
        .execute();
      const events = await read
        .selectFrom("ingest_event")
        .select(["dedupeKey", "state", "door"])
        .execute();
      return {
        code,
        units: units.map(told).sort(),
        tracks: tracks.map(told).sort(),
        events: events.map(told).sort(),
      };
    } finally {
      await db.close();
    }
  }

  async dispose(): Promise<void> {
    await this.machine.close();
    await this.binary.dispose();
    await this.line.dispose();
  }

  async #oldest(state: string): Promise<unknown> {
    const { cookie } = this.given;
    const path = `/api/ingest/events?state=${state}&limit=1`;
    const answer = await this.binary.fetch(path, { headers: { cookie } });
    return ((await answer.json()) as { items: unknown[] }).items[0];
  }
}

/** What is left behind when every board was done once by every message once. */
export function expectedOf(messages: readonly { id: string; sn: string }[]) {
  const sns = [...new Set(messages.map(({ sn }) => sn))];
  return {
    code: 0,
    units: sns.map((sn) => `${sn},DONE`).sort(),
    tracks: sns.flatMap((sn) => [`${sn},10,PASS`, `${sn},20,PASS`]).sort(),
    events: messages.map(({ id }) => `${id},EXECUTED,AMQP`).sort(),
  };
}

/** Sends until it is settled: what was under way when the server died is sent again. */
export class PatientMachine {
  sent = 0;
  again = 0;
  #machine: Promise<Machine> | null = null;

  constructor(readonly options: { port: number; username: string; password: string }) {}

  async send(message: { id: string; text: string }): Promise<string> {
    for (;;) {
      const machine = await this.#connected();
      this.sent++;
      const settled = await machine.tell(JSON.parse(message.text), { message_id: message.id });
      if (settled !== "lost" && settled !== "released") return settled;
      this.again++;
      if (settled === "lost") this.#machine = null;
    }
  }

  async close(): Promise<void> {
    await (await this.#machine)?.close();
  }

  #connected(): Promise<Machine> {
    this.#machine ??= this.#connect();
    return this.#machine;
  }

  async #connect(): Promise<Machine> {
    for (;;) {
      const machine = new Machine(this.options);
      if (await machine.opened()) return machine;
      await Bun.sleep(20);
    }
  }
}
