import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { lineside } from "./verb.fixture.ts";

// Processes are started here; a loaded machine takes its time over them.
setDefaultTimeout(30_000);

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "lineside-doctor-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

test("the binary visits its own database, and leaves one file that anybody can open", async () => {
  const env = { DATABASE_URL: `file:${join(folder, "lineside.db")}`, PORT: "1" };
  expect((await lineside(["migrate"], { env })).code).toBe(0);
  const bundle = join(folder, "support.tar.gz");
  const { code, stdout } = await lineside(["doctor", "--json", `--bundle=${bundle}`], { env });
  const { checks } = JSON.parse(stdout) as { checks: { code: string; level: string }[] };
  const of = (name: string) => checks.find((check) => check.code === name)?.level;
  expect([of("DATABASE"), of("SCHEMA"), of("INTEGRITY")]).toEqual(["OK", "OK", "OK"]);
  const troubles = checks.filter(({ level }) => level === "WARNING" || level === "ALARM");
  expect(code).toBe(troubles.length > 0 ? 1 : 0);
  const listed = Bun.spawnSync(["tar", "-tzf", bundle]).stdout.toString().trim().split("\n");
  expect(listed).toEqual([
    ...["report.txt", "report.json", "machine.json", "configuration.json"],
    ...["log.ndjson", "errors.ndjson"],
  ]);
});

test("what the nightly look asks the binary for", async () => {
  const env = { DATABASE_URL: `file:${join(folder, "lineside.db")}` };
  const { code, stdout } = await lineside(["doctor", "--pages"], { env });
  expect([code, JSON.parse(stdout)]).toEqual([0, { found: "ok", differences: [] }]);
});
