import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test";
import {
  existsSync,
  mkdtempSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { binaryPath } from "@lineside/testkit/binary";
import { freePort, startProcess } from "@lineside/testkit/process";
import { readSettings } from "./service/env-file.ts";
import { lineside } from "./verb.fixture.ts";

// Processes are started and files of 130 MB copied; a loaded machine takes its time over them.
setDefaultTimeout(60_000);

const unitPath = "etc/systemd/system/lineside.service";
const settingsPath = "etc/lineside/lineside.env";

let root: string;
let port: number;
beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), "lineside-root-"));
  port = await freePort();
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

const install = (...words: string[]) => lineside(["service", "install", "--root", root, ...words]);
const text = (path: string) => readFileSync(join(root, path), "utf8");
const mode = (path: string) => (statSync(join(root, path)).mode & 0o7777).toString(8);

describe("a service in a folder that will be the root of a machine, by any user", () => {
  test("is all there, each file for whom it is", async () => {
    const installed = await install("--port", String(port), "--host=127.0.0.1");
    expect(installed).toMatchObject({ code: 0, stderr: "" });
    // biome-ignore format: a table
    for (const [path, expected] of [
      ["usr/local/bin/lineside",       "755"],
      [unitPath,                       "644"],
      ["etc/sysusers.d/lineside.conf", "644"],
      ["etc/tmpfiles.d/lineside.conf", "644"],
      ["etc/lineside",                 "750"],
      [settingsPath,                   "600"],
      ["var/lib/lineside",             "750"],
      ["usr/local",                    "755"],
    ] as const)
      expect([path, mode(path), statSync(join(root, path)).uid]).toEqual([path, expected, process.getuid?.() ?? 0]);
    const link = join(root, "etc/systemd/system/multi-user.target.wants/lineside.service");
    expect(readlinkSync(link)).toBe("/etc/systemd/system/lineside.service");
    expect(readSettings(text(settingsPath))).toEqual({
      HOST: "127.0.0.1",
      PORT: String(port),
      DATABASE_URL: "file:/var/lib/lineside/lineside.db",
    });
    expect(text("etc/sysusers.d/lineside.conf")).toBe(
      'u lineside - "Lineside" /var/lib/lineside /usr/sbin/nologin\n',
    );
  });

  test("the very line of the unit starts a server, whose health is asked, which is reloaded and stopped", async () => {
    const line = /^ExecStart=(.*)$/m.exec(text(unitPath))?.[1] ?? "";
    const [program = "", ...words] = line.split(" ");
    const settings = readSettings(text(settingsPath));
    const env = {
      ...settings,
      DATABASE_URL: settings.DATABASE_URL?.replace("file:", `file:${root}`) ?? "",
    };
    const cwd = join(root, /^WorkingDirectory=(.*)$/m.exec(text(unitPath))?.[1] ?? "");
    const child = startProcess([join(root, program), ...words], { cwd, env });
    try {
      const ask = () => lineside(["health", "--timeout=1"], { env: settings });
      let asked = await ask();
      while (asked.code !== 0) asked = await ask();
      expect(asked.stdout).toStartWith(`http://127.0.0.1:${port}/readyz 200 `);
      const url = `http://127.0.0.1:${port}`;
      expect((await lineside(["health", "--live", "--url", url])).stdout).toContain("/healthz 200");
      // ExecReload without certificates: nothing happens, and above all the line does not stop.
      child.kill("SIGHUP");
      while (!child.output().includes("nothing to read again")) await Bun.sleep(5);
      expect((await ask()).code).toBe(0);
      expect(mode("var/lib/lineside/lineside.db")).toBe("600");
    } finally {
      child.kill("SIGTERM");
    }
    expect(await child.exited).toBe(0);
    const gone = await lineside(["health"], { env: settings });
    expect([gone.code, gone.stdout]).toEqual([1, expect.stringContaining("does not answer")]);
  });

  test("again it changes nothing, and what was set stays", async () => {
    const paths = [unitPath, settingsPath, "usr/local/bin/lineside"];
    const times = () => paths.map((path) => statSync(join(root, path)).mtimeMs);
    const before = times();
    const again = await install();
    expect(again.code).toBe(0);
    expect(again.stdout.trim().split("\n")).toHaveLength(1);
    expect(times()).toEqual(before);
  });

  test("another setting is written, the settings before stay beside it", async () => {
    expect((await install("--port=443")).code).toBe(0);
    expect(readSettings(text(settingsPath)).PORT).toBe("443");
    expect(readSettings(text(`${settingsPath}.previous`)).PORT).toBe(String(port));
    expect(mode(`${settingsPath}.previous`)).toBe("600");
    expect(text(unitPath)).toContain("AmbientCapabilities=CAP_NET_BIND_SERVICE\n");
  });

  test("an upgrade puts the new binary in its place and keeps the one before", async () => {
    writeFileSync(join(root, "usr/local/bin/lineside"), "the one before");
    expect((await install()).code).toBe(0);
    expect(text("usr/local/bin/lineside.previous")).toBe("the one before");
    expect(statSync(join(root, "usr/local/bin/lineside")).size).toBe(statSync(binaryPath).size);
    expect(mode("usr/local/bin/lineside")).toBe("755");
  });

  test("with PostgreSQL a secret is made, kept, and never shown", async () => {
    const other = join(root, "other");
    const words = ["service", "install", "--root", other];
    const env = { DATABASE_URL: "postgres://lineside:hunter2hunter2@db/lineside" };
    const shown = await lineside([...words, "--dry-run"], { env });
    expect(shown.code).toBe(0);
    expect(shown.stdout).not.toContain("hunter2");
    expect(existsSync(other)).toBe(false);
    const made = await lineside(words, { env });
    const settings = readSettings(readFileSync(join(other, settingsPath), "utf8"));
    expect(settings.APP_SECRET).toMatch(/^[0-9a-f]{64}$/);
    expect(made.stdout).not.toContain(settings.APP_SECRET ?? "");
    expect(made.stdout).not.toContain("hunter2");
    expect((await lineside(words)).code).toBe(0);
    expect(readSettings(readFileSync(join(other, settingsPath), "utf8"))).toEqual(settings);
  });

  test("uninstalled, data and settings are left", async () => {
    const gone = await lineside(["service", "uninstall", "--root", root]);
    expect(gone.code).toBe(0);
    for (const path of [unitPath, "usr/local/bin/lineside", "etc/sysusers.d/lineside.conf"])
      expect(existsSync(join(root, path)), path).toBe(false);
    for (const path of [settingsPath, "var/lib/lineside/lineside.db"])
      expect(existsSync(join(root, path)), path).toBe(true);
    expect(gone.stdout).toContain("/var/lib/lineside");
  });
});

describe("what would be done is shown without doing it", () => {
  test("all of it, in order, as one would type it", async () => {
    const { code, stdout } = await lineside(["service", "install", "--dry-run", "--no-start"]);
    expect(code).toBe(0);
    const order = [
      "write /etc/sysusers.d/lineside.conf, mode 0644:",
      "useradd --system",
      "install -d -m 0750 -o lineside -g lineside /var/lib/lineside",
      "write /etc/lineside/lineside.env, mode 0600:",
      "install -m 0755 ",
      "write /etc/systemd/system/lineside.service, mode 0644:",
      "systemctl daemon-reload",
      "systemctl enable lineside.service",
    ];
    const places = order.map((each) => stdout.indexOf(each));
    expect(places).toEqual(places.toSorted((a, b) => a - b));
    expect(places).not.toContain(-1);
    expect(stdout).not.toContain("systemctl restart lineside.service");
  });

  test("print writes the unit alone", async () => {
    const { stdout } = await lineside(["service", "print", "--port=80"]);
    expect(stdout).toStartWith("# Written by");
    expect(stdout).toContain("CAP_NET_BIND_SERVICE");
  });

  // biome-ignore format: a table
  test.each([
    [["service"],                                                     "Usage: lineside service install"],
    [["service", "start"],                                            "Usage: lineside service install"],
    [["service", "install", "--root"],                                "Usage: lineside service install"],
    [["service", "run"],                                              "Usage: lineside service install"],
    [["service", "install", "--dry-run", "--colour=red"],             "--colour is not a flag"],
    [["service", "install", "--dry-run", "--port=70000"],             "PORT is \"70000\""],
    [["service", "install", "--dry-run", "--database-url=file:./x.db"], "DATABASE_URL is"],
    [["service", "install", "--dry-run", "--backup-dir=/home/b"],     "APP_BACKUP_DIR is"],
    [["health", "--url", "ftp://x"],                                  "Usage: lineside health"],
    [["health", "now"],                                               "Usage: lineside health"],
  ])("%p is refused with a sentence", async (words, sentence) => {
    const { code, stderr } = await lineside(words);
    expect([code, stderr]).toEqual([2, expect.stringContaining(sentence)]);
  });
});
