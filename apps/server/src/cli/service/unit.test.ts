import { describe, expect, test } from "bun:test";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readSettings, type Settings } from "./env-file.ts";
import { placeOf } from "./place.ts";
import { settingsText } from "./plan.ts";
import { stopSeconds, systemdUnit } from "./unit.ts";

const sqlite = { DATABASE_URL: "file:/var/lib/lineside/lineside.db" };
const postgres = { DATABASE_URL: "postgres://lineside:x@db/lineside" };
const unitOf = (settings: Settings) => systemdUnit(placeOf(settings), settings);

/** section.Name -> values in order, read as strictly as systemd reads: anything else is an error. */
function parse(unit: string): Record<string, string[]> {
  const found: Record<string, string[]> = {};
  let section = "";
  for (const line of unit.split("\n")) {
    if (line === "" || line.startsWith("#")) continue;
    const opened = /^\[(Unit|Service|Install)\]$/.exec(line)?.[1];
    const [, name, value] = /^([A-Z][A-Za-z]+)=(.*)$/.exec(line) ?? [];
    if (opened) section = opened;
    else if (name === undefined || section === "") throw new Error(`no line of a unit: ${line}`);
    else {
      const key = `${section}.${name}`;
      found[key] = [...(found[key] ?? []), value ?? ""];
    }
  }
  return found;
}

describe("the unit", () => {
  const unit = parse(unitOf(sqlite));

  // biome-ignore format: a table
  test.each([
    ["Service.User",                 "lineside"],
    ["Service.ExecStart",            "/usr/local/bin/lineside serve"],
    ["Service.ExecReload",           "/bin/kill -HUP $MAINPID"],
    ["Service.EnvironmentFile",      "/etc/lineside/lineside.env"],
    ["Service.Restart",              "on-failure"],
    ["Service.RestartPreventExitStatus", "2"],
    ["Unit.StartLimitIntervalSec",   "300"],
    ["Unit.StartLimitBurst",         "10"],
    ["Service.ProtectSystem",        "strict"],
    ["Service.ReadWritePaths",       "/var/lib/lineside"],
    ["Service.ProtectHome",          "yes"],
    ["Service.PrivateTmp",           "yes"],
    ["Service.NoNewPrivileges",      "yes"],
    ["Service.CapabilityBoundingSet", ""],
    ["Service.AmbientCapabilities",  ""],
    ["Service.LimitNOFILE",          "65536"],
    ["Service.UMask",                "0077"],
    ["Install.WantedBy",             "multi-user.target"],
  ])("%s is %s", (name, value) => expect(unit[name]).toEqual([value]));

  test("leaves the compiler of JavaScript its memory and keeps the rest of the system calls small", () => {
    expect(unit["Service.MemoryDenyWriteExecute"]).toBeUndefined();
    expect(unit["Service.SystemCallFilter"]).toEqual(["@system-service", "~@privileged"]);
  });

  test("waits longer for the end than the server takes over it", async () => {
    const serve = await Bun.file(join(import.meta.dir, "../serve.ts")).text();
    const grace = Number(/graceMs = ([\d_]+)/.exec(serve)?.[1]?.replace("_", ""));
    const more = Number(/endMs = graceMs \+ ([\d_]+)/.exec(serve)?.[1]?.replace("_", ""));
    expect(stopSeconds * 1_000).toBeGreaterThanOrEqual(grace + more + 10_000);
    expect(unit["Service.TimeoutStopSec"]).toEqual([String(stopSeconds)]);
  });

  // biome-ignore format: a table
  test.each([
    ["3000",  undefined, ""],
    ["1023",  undefined, "CAP_NET_BIND_SERVICE"],
    ["1024",  undefined, ""],
    ["3000",  "671",     "CAP_NET_BIND_SERVICE"],
    ["0",     "5672",    ""],
  ])("port %s and AMQP port %s need the right %p", (port, amqp, capability) => {
    const found = parse(unitOf({ ...sqlite, PORT: port, ...(amqp ? { APP_AMQP_PORT: amqp } : {}) }));
    expect(found["Service.CapabilityBoundingSet"]).toEqual([capability]);
    expect(found["Service.AmbientCapabilities"]).toEqual([capability]);
  });

  test("with PostgreSQL it tries again until the database is there", () => {
    const found = parse(unitOf(postgres));
    expect(found["Unit.After"]?.[0]).toEndWith(" postgresql.service");
    expect(found["Unit.StartLimitIntervalSec"]).toEqual(["0"]);
    expect(found["Service.RestartPreventExitStatus"]).toBeUndefined();
    expect(found["Service.ReadWritePaths"]).toEqual(["/var/lib/lineside"]);
  });

  test("writes to folders elsewhere, and starts without those that are not mounted", () => {
    const found = parse(
      unitOf({
        DATABASE_URL: "file:/srv/mes/lineside.db",
        APP_BACKUP_DIR: "/mnt/nas/lineside/",
        APP_FILES_DIR: "/srv/mes/files",
        APP_LOG_DIR: "/var/log/lineside",
      }),
    );
    expect(found["Service.WorkingDirectory"]).toEqual(["/srv/mes"]);
    expect(found["Service.ReadWritePaths"]).toEqual([
      "/srv/mes -/mnt/nas/lineside -/var/log/lineside",
    ]);
  });

  test("systemd finds nothing wrong with it, and little exposed", () => {
    const analyze = Bun.which("systemd-analyze");
    // Where there is no systemd the strict reading above stands alone.
    if (!analyze) return;
    const folder = mkdtempSync(join(tmpdir(), "lineside-unit-"));
    try {
      const path = join(folder, "lineside.service");
      // The binary is not installed on this machine; systemd looks whether it is there.
      writeFileSync(path, unitOf(sqlite).replace("/usr/local/bin/lineside", process.execPath));
      const verified = Bun.spawnSync([analyze, "verify", "--man=no", path]);
      const own = `${verified.stderr}`.split("\n").filter((line) => line.includes("lineside"));
      expect(own).toEqual([]);
      const words = ["security", "--offline=yes", "--threshold=20", path];
      const rated = Bun.spawnSync([analyze, ...words]);
      // Versions before 250 do not rate a file.
      if (!`${rated.stderr}`.includes("offline")) expect(`${rated.stdout}`).toContain("OK");
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

describe("places a service cannot use are refused", () => {
  // biome-ignore format: a table
  test.each([
    ["DATABASE_URL",   "file:./data/lineside.db",        "from the root on"],
    ["DATABASE_URL",   "file:/home/li/lineside.db",      "kept out of homes"],
    ["DATABASE_URL",   "file:/root/lineside/lineside.db", "kept out of homes"],
    ["DATABASE_URL",   "file:/tmp/l/lineside.db",        "kept out of homes"],
    ["DATABASE_URL",   "file:/srv/a b/lineside.db",      "letters, digits"],
    ["DATABASE_URL",   "file:/srv/%h/lineside.db",       "letters, digits"],
    ["DATABASE_URL",   "file:/srv/x/../lineside.db",     "letters, digits"],
    ["DATABASE_URL",   "file:/var/lineside.db",          "folder of its own"],
    ["APP_BACKUP_DIR", "/mnt",                           "folder of its own"],
    ["APP_BACKUP_DIR", "backups",                        "from the root on"],
    ["APP_TLS_KEY_PATH", "/root/tls.key",                "kept out of homes"],
    ["APP_TLS_CERT_PATH", "tls.pem",                     "from the root on"],
    ["APP_AMQP_TLS_KEY_PATH", "/home/li/tls.key",        "kept out of homes"],
    ["APP_FILES_DIR",  "/home/files",                    "kept out of homes"],
  ])("%s=%s", (name, value, why) => {
    expect(() => placeOf({ ...sqlite, [name]: value })).toThrow(why);
    expect(() => placeOf({ ...sqlite, [name]: value })).toThrow(name);
  });
});

describe("the settings file", () => {
  test("is made with what a line server needs, and what is given wins", () => {
    expect(readSettings(settingsText(null, { PORT: "443" }))).toEqual({
      HOST: "0.0.0.0",
      PORT: "443",
      ...sqlite,
    });
  });

  test("keeps remarks, order and what nobody asked to change", () => {
    const before = "# ours\nPORT=3000\n\nAPP_TIMEZONE=Asia/Shanghai\n";
    expect(settingsText(before, {})).toBe(before);
    expect(settingsText(before, { PORT: "3000" })).toBe(before);
    expect(settingsText(before, { PORT: "443", HOST: "::" })).toBe(
      "# ours\nPORT=443\n\nAPP_TIMEZONE=Asia/Shanghai\nHOST=::\n",
    );
  });

  // biome-ignore format: a table
  test.each([
    ["plain",              "abc"],
    ["a blank",            "a b"],
    ["quotes",             'a"b'],
    ["a dollar",           "a$b`c"],
    ["a backslash",        "a\\b"],
    ["a number sign",      "#1"],
    ["an address",         "postgres://a:p%40b@db/lineside?sslmode=require"],
    ["Chinese",            "产线"],
  ])("a value with %s comes back as it was", (_, value) => {
    expect(readSettings(settingsText(null, { APP_SECRET: value })).APP_SECRET).toBe(value);
  });
});
