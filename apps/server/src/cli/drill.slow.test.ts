import { Database } from "bun:sqlite";
import { afterAll, expect, test } from "bun:test";
import { chownSync, copyFileSync, mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { account, type Machine, newMachine, type Server } from "./drill.fixture.ts";

const fixtures = join(import.meta.dir, "../../../../packages/db/fixtures");
const boards = 12;

/** What was done and found, for whoever reads the run. */
const report: [what: string, found: string][] = [];
const note = (what: string, found: string) => void report.push([what, found]);
const machines: Machine[] = [];
afterAll(() => {
  for (const machine of machines) machine.remove();
  const lines = report.map(([what, found]) => `  ${what.padEnd(34)} ${found}`);
  process.stdout.write(`\nThe drill of backup, restore and upgrade\n${lines.join("\n")}\n\n`);
});

function machine(name: string): Machine {
  const made = newMachine(name);
  machines.push(made);
  return made;
}

test("installed in an empty folder, loaded, backed up, damaged, restored elsewhere, upgraded", async () => {
  const first = machine("drill-first");
  note(
    "installed",
    `one file of ${megabytes(join(first.folder, "lineside"))}, account ${account.uid ?? "of the run"}`,
  );
  const seeded = await first.run(["seed", "demo", "--json", "--simulator"]);
  expect([seeded.code, seeded.stderr]).toEqual([0, ""]);
  const { users, simulator } = JSON.parse(seeded.stdout);
  note("seeded", `${users.length} people, run ${simulator.runNo}`);

  const { name, before } = await loadAndBackUp(first, simulator);
  const original = join(first.folder, "data/backups", name);
  await findDamage(first, original);

  const second = machine("drill-second");
  copyOwned(original, join(second.folder, name));
  const restored = await second.run(["backup", "restore", `./${name}`, "--json"]);
  expect([restored.code, restored.stderr]).toEqual([0, ""]);
  const told = JSON.parse(restored.stdout);
  expect(told).toMatchObject({ replaced: null, applied: [], secret: "OTHER" });
  const there = countTracks(second);
  expect(there).toBeGreaterThanOrEqual(before);
  expect(there).toBeLessThanOrEqual(countTracks(first));
  note(
    "restored on another machine",
    `${told.rows} rows, ${told.events} events, ${there} visits (${before} before the snapshot), ${told.ms} ms`,
  );
  const server = await second.serve();
  await signIn(server, users[0]);
  expect(await server.stop()).toBe(0);
  note("opened there", `${users[0].username} signs in`);

  await upgradeOldest();
}, 180_000);

async function loadAndBackUp(first: Machine, simulator: Record<string, string>) {
  const server = await first.serve();
  const env = {
    LINESIDE_USER: simulator.username ?? "",
    LINESIDE_PASSWORD: simulator.password ?? "",
    LINESIDE_API_KEY: simulator.key ?? "",
  };
  const words = ["--url", server.url, "--run", simulator.runNo ?? "", "--boards", String(boards)];
  const load = first.run(["simulate", ...words, "--speed", "0", "--json", "--quiet"], env);
  const quiet = await latencies(server, 300);
  const before = countTracks(first);
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
  note(
    "backed up under load",
    `${about.name}, ${about.bytes} bytes, ${ms} ms, verified in ${verified.ms} ms`,
  );
  note("answers meanwhile, p50 / longest", `${waits} ms (before it ${quiet} ms)`);
  return { name: about.name as string, before };
}

async function findDamage(first: Machine, original: string): Promise<void> {
  const bad = join(first.folder, "bad.lsbak");
  const bytes = readFileSync(original);
  const at = Math.floor(bytes.length * 0.7);
  bytes[at] = (bytes[at] ?? 0) ^ 0xff;
  writeFileSync(bad, bytes);
  own(bad);
  const found = await first.run(["backup", "verify", bad]);
  expect(found.code).toBe(1);
  expect(found.stdout).toContain("PART_CORRUPTED database.sqlite.zst");
  writeFileSync(bad, bytes.subarray(0, at));
  const cut = await first.run(["backup", "verify", bad]);
  expect(cut.code).toBe(1);
  expect(cut.stdout).toContain("TRUNCATED database.sqlite.zst");
  const refused = await first.run(["backup", "restore", bad]);
  expect([refused.code, refused.stdout]).toEqual([2, ""]);
  note("a flipped byte, a cut-off copy", "both found and named; the restore was refused");
}

async function upgradeOldest(): Promise<void> {
  const third = machine("drill-third");
  mkdirSync(join(third.folder, "data"));
  const database = join(third.folder, "data/lineside.db");
  const name = "0001_foundation.sqlite.gz";
  writeFileSync(database, gunzipSync(readFileSync(join(fixtures, name))));
  for (const path of [join(third.folder, "data"), database]) own(path);
  const server = await third.serve();
  expect(await server.stop()).toBe(0);
  const after = await third.run(["upgrade", "--json"]);
  expect(JSON.parse(after.stdout)).toEqual({ isDryRun: false, upgrade: null });
  const listed = await third.run(["backup", "list", "--json"]);
  const [kept] = JSON.parse(listed.stdout).backups;
  expect(kept.note.schema).toBe("0001_foundation");
  expect(kept.note.verifiedAt).not.toBeNull();
  note("upgraded from the oldest schema", `${name}, after the verified backup ${kept.note.name}`);
}

/** How long a question took while something else went on: the event loop answers it. */
async function latencies(server: Server, forMs: number): Promise<string> {
  const waits: number[] = [];
  const until = performance.now() + forMs;
  while (performance.now() < until) {
    const started = performance.now();
    await (await fetch(`${server.url}/healthz`)).text();
    waits.push(performance.now() - started);
    await Bun.sleep(2);
  }
  const sorted = waits.toSorted((a, b) => a - b);
  const shown = (value: number | undefined) => (value ?? 0).toFixed(1);
  return `${shown(sorted[Math.floor(sorted.length / 2)])} / ${shown(sorted.at(-1))}`;
}

function countTracks({ folder }: Machine): number {
  const db = new Database(join(folder, "data/lineside.db"), { readonly: true });
  try {
    const row = db.query<{ n: number }, []>("SELECT count(*) AS n FROM execution_track").get();
    return row?.n ?? 0;
  } finally {
    db.close();
  }
}

async function signIn({ url }: Server, user: { username: string; password: string }) {
  const { username, password } = user;
  const answer = await fetch(`${url}/api/auth/sign-in`, {
    method: "POST",
    headers: { "content-type": "application/json", origin: url },
    body: JSON.stringify({ username, password }),
  });
  expect(answer.status).toBe(200);
}

function copyOwned(from: string, to: string): void {
  copyFileSync(from, to);
  own(to);
}

function own(path: string): void {
  if (account.uid !== undefined) chownSync(path, account.uid, account.gid);
}

const megabytes = (path: string) => `${Math.round(statSync(path).size / 1_000_000)} MB`;
