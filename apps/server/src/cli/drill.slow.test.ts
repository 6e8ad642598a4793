import { Database } from "bun:sqlite";
import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test";
import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import type { SignIn } from "@lineside/testkit/binary";
import { eachDialect } from "@lineside/testkit/database";
import { attackKit } from "./attack/kit.fixture.ts";
import { tally } from "./attack/stage.fixture.ts";
import { account, type Machine, newMachine, type Server, withSql } from "./drill.fixture.ts";

// A whole plant is set up, restored and attacked; a loaded machine takes its time over it.
setDefaultTimeout(180_000);

const fixtures = join(import.meta.dir, "../../../../packages/db/fixtures");
const boards = 12;

/** What was handed over from one step of the drill to the next. */
interface Handed {
  first: Machine;
  second: Machine;
  users: SignIn[];
  simulator: Record<string, string>;
  /** The backup, and how many visits there were when it was asked for. */
  backup: { name: string; bytes: Uint8Array; before: number };
  server: Server;
}

eachDialect((dialect) => {
  const machines: Machine[] = [];
  const machine = async (name: string) => {
    const made = await newMachine(`drill-${name}`, dialect);
    machines.push(made);
    return made;
  };
  /** What was done and found, for whoever reads the run. */
  const report: [what: string, found: string][] = [];
  const note = (what: string, found: string) => void report.push([what, found]);
  const handed = {} as Handed;
  beforeAll(() => void Object.assign(tally, { tried: 0, held: 0 }));

  afterAll(async () => {
    await handed.server?.stop();
    for (const each of machines) await each.remove();
    note("attacked", `${tally.held} of ${tally.tried} attacks came to nothing`);
    const lines = report.map(([what, found]) => `  ${what.padEnd(34)} ${found}`);
    process.stdout.write(`\nThe go-live drill on ${dialect}\n${lines.join("\n")}\n\n`);
  });

  test("installed in an empty folder by an account without rights, and seeded", async () => {
    const first = await machine("first");
    const size = statSync(join(first.folder, "lineside")).size;
    const who = account.uid === undefined ? "of the run" : String(account.uid);
    note("installed", `one file of ${Math.round(size / 1_000_000)} MB, account ${who}`);
    const seeded = await first.run(["seed", "demo", "--json", "--simulator"]);
    expect([seeded.code, seeded.stderr]).toEqual([0, ""]);
    const { users, simulator } = JSON.parse(seeded.stdout);
    note("seeded", `${users.length} people, run ${simulator.runNo}`);
    Object.assign(handed, { first, users, simulator });
  });

  test("a line drives it while it is backed up; nobody waits, and the backup is verified", async () => {
    const { first, simulator } = handed;
    const server = await first.serve();
    const env = {
      LINESIDE_USER: simulator.username ?? "",
      LINESIDE_PASSWORD: simulator.password ?? "",
      LINESIDE_API_KEY: simulator.key ?? "",
    };
    const words = ["--url", server.url, "--run", simulator.runNo ?? "", "--boards", `${boards}`];
    const load = first.run(["simulate", ...words, "--speed", "0", "--json", "--quiet"], env);
    const quiet = await latencies(server, 300);
    const before = await countTracks(first);
    const during = latencies(server, 3_000);
    const made = await first.run(["backup", "create", "--json"]);
    expect([made.code, made.stderr]).toEqual([0, ""]);
    const { note: about, ms, verified } = JSON.parse(made.stdout);
    expect(verified.findings).toEqual([]);
    const outcome = await load;
    expect([outcome.code, JSON.parse(outcome.stdout).problems]).toEqual([0, []]);
    const waits = await during;
    expect(await server.stop()).toBe(0);
    note("loaded", `${boards} boards through the line, reconciled`);
    const file = `${about.name}, ${about.bytes} bytes, ${ms} ms`;
    note("backed up under load", `${file}, verified in ${verified.ms} ms`);
    note("answers meanwhile, p50 / longest", `${waits} ms (before it ${quiet} ms)`);
    const bytes = readFileSync(join(first.folder, "data/backups", about.name));
    handed.backup = { name: about.name, bytes, before };
  });

  test("a flipped byte and a cut-off copy are found, and not restored", async () => {
    const { first, backup } = handed;
    const bytes = Uint8Array.from(backup.bytes);
    const at = Math.floor(bytes.length * 0.7);
    bytes[at] = (bytes[at] ?? 0) ^ 0xff;
    const flipped = await first.run(["backup", "verify", first.write("bad.lsbak", bytes)]);
    expect(flipped.code).toBe(1);
    expect(flipped.stdout).toMatch(/PART_CORRUPTED (database|tables)/);
    const bad = first.write("bad.lsbak", bytes.subarray(0, at));
    const cut = await first.run(["backup", "verify", bad]);
    expect(cut.code).toBe(1);
    expect(cut.stdout).toMatch(/TRUNCATED (database|tables)/);
    const refused = await first.run(["backup", "restore", bad]);
    expect([refused.code, refused.stdout]).toEqual([2, ""]);
    note("a flipped byte, a cut-off copy", "both found and named; the restore was refused");
  });

  test("restored on another machine: everything before the backup is there, and people sign in", async () => {
    const { first, users, backup } = handed;
    const second = await machine("second");
    second.write(backup.name, backup.bytes);
    const restored = await second.run(["backup", "restore", `./${backup.name}`, "--json"]);
    expect([restored.code, restored.stderr]).toEqual([0, ""]);
    const told = JSON.parse(restored.stdout);
    expect(told).toMatchObject({ applied: [], secret: "OTHER" });
    // The schema that PostgreSQL gives every database is kept aside, empty as it is.
    expect(told.replaced).toEqual(second.databaseUrl ? expect.stringMatching(/^public_/) : null);
    const there = await countTracks(second);
    expect(there).toBeGreaterThanOrEqual(backup.before);
    expect(there).toBeLessThanOrEqual(await countTracks(first));
    const visits = `${there} visits (${backup.before} before the snapshot)`;
    const rows = `${told.rows} rows, ${told.events} events`;
    note("restored on another machine", `${rows}, ${visits}, ${told.ms} ms`);
    const server = await second.serve(users);
    handed.server = server;
    for (const { username, password } of users.slice(0, 3)) {
      const answer = await server.fetch("/api/auth/sign-in", {
        method: "POST",
        headers: { "content-type": "application/json", origin: server.url },
        body: JSON.stringify({ username, password }),
      });
      expect([username, answer.status]).toEqual([username, 200]);
    }
    note("opened there", "its people sign in");
  });

  test("the oldest schema becomes the newest, after a verified backup", async () => {
    const third = await machine("third");
    const suffix = dialect === "sqlite" ? "sqlite.gz" : "postgresql.sql.gz";
    const name = `0001_foundation.${suffix}`;
    const content = gunzipSync(readFileSync(join(fixtures, name)));
    const { databaseUrl } = third;
    if (databaseUrl) await withSql(databaseUrl, (sql) => sql.unsafe(content.toString()));
    else third.write("data/lineside.db", content);
    const server = await third.serve();
    expect(await server.stop()).toBe(0);
    const after = await third.run(["upgrade", "--json"]);
    expect(JSON.parse(after.stdout)).toEqual({ isDryRun: false, upgrade: null });
    const listed = await third.run(["backup", "list", "--json"]);
    const [kept] = JSON.parse(listed.stdout).backups;
    expect(kept.note.schema).toBe("0001_foundation");
    expect(kept.note.verifiedAt).not.toBeNull();
    note("upgraded from the oldest schema", `${name}, after the verified backup ${kept.note.name}`);
  });

  describe("attacked", () => attackKit(() => handed.server, dialect));
});

/** How long a question took while something else went on: the event loop answers it. */
async function latencies(server: Server, forMs: number): Promise<string> {
  const waits: number[] = [];
  const until = performance.now() + forMs;
  while (performance.now() < until) {
    const started = performance.now();
    await (await server.fetch("/healthz")).text();
    waits.push(performance.now() - started);
    await Bun.sleep(2);
  }
  const sorted = waits.toSorted((a, b) => a - b);
  const shown = (value: number | undefined) => (value ?? 0).toFixed(1);
  return `${shown(sorted[Math.floor(sorted.length / 2)])} / ${shown(sorted.at(-1))}`;
}

async function countTracks({ folder, databaseUrl }: Machine): Promise<number> {
  const query = "SELECT count(*) AS n FROM execution_track";
  if (databaseUrl) return Number((await withSql(databaseUrl, (sql) => sql.unsafe(query)))[0].n);
  const db = new Database(join(folder, "data/lineside.db"), { readonly: true });
  try {
    return db.query<{ n: number }, []>(query).get()?.n ?? 0;
  } finally {
    db.close();
  }
}
