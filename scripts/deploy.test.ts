import { describe, expect, test } from "bun:test";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { readSettings } from "../apps/server/src/cli/service/env-file.ts";
import { settingsText } from "../apps/server/src/cli/service/plan.ts";
import { readConfig } from "../apps/server/src/platform/config.ts";
import { fileBytesMax } from "../packages/domain/src/file/index.ts";
import { fileNameOf, releaseTargets } from "./release.ts";
import { root } from "./shell.ts";

const read = (path: string) => readFileSync(join(root, "deploy", path), "utf8");
/** How long the server takes to end at the most, in seconds (serve.ts). */
const graceSeconds = 25;
/** How often a stream says that it is alive (live.ts). */
const aliveSeconds = 15;

describe("the container file", () => {
  /** Instruction and what follows it, in order; a backslash continues a line. */
  const lines = read("Containerfile")
    .replaceAll(/^#.*\n/gm, "")
    .replaceAll(/\\\n\s*/g, " ")
    .split("\n")
    .filter(Boolean)
    .map((line) => /^([A-Z]+)\s+(.*)$/.exec(line)?.slice(1) ?? [line, ""]);
  const last = lines.slice(lines.findLastIndex(([word]) => word === "FROM"));
  const said = (word: string) =>
    last.flatMap(([name, rest]) => (name === word ? [rest ?? ""] : []));

  test("has instructions only, and none that needs a shell in the image that runs", () => {
    const known =
      "ARG CMD COPY ENTRYPOINT ENV EXPOSE FROM HEALTHCHECK RUN STOPSIGNAL USER VOLUME WORKDIR";
    expect(
      lines.map(([word]) => word).filter((word) => !known.split(" ").includes(word ?? "")),
    ).toEqual([]);
    expect(said("RUN")).toEqual([]);
    for (const word of ["ENTRYPOINT", "CMD"]) expect(JSON.parse(said(word)[0] ?? "")).toBeArray();
  });

  test("takes a file that a release has", () => {
    const copied = lines.find(([word, rest]) => word === "COPY" && !rest?.startsWith("--"))?.[1];
    const names = releaseTargets.map((target) => fileNameOf(target, "1.2.3"));
    for (const arch of ["x64", "arm64"]) {
      const name = copied
        ?.split(" ")[0]
        ?.replace(/\$\{VERSION\}/, "1.2.3")
        .replace(/\$\{ARCH\}/, arch);
      expect(names).toContain(name ?? "");
    }
  });

  test("runs without rights, in a volume of its own, with settings the server knows", () => {
    const [user = "0"] = (said("USER")[0] ?? "").split(":");
    expect(Number(user)).toBeGreaterThan(1_000);
    const [volume = ""] = said("VOLUME");
    expect(said("WORKDIR")).toEqual([volume]);
    const env = Object.fromEntries(
      (said("ENV")[0] ?? "").split(" ").map((each) => each.split("=")),
    );
    const config = readConfig(env, []);
    expect(config.databaseUrl).toStartWith(`file:${volume}/`);
    expect([config.host, said("EXPOSE")[0]]).toEqual(["0.0.0.0", String(config.port)]);
    expect(said("STOPSIGNAL")).toEqual(["SIGTERM"]);
    const stop = /--stop-timeout (\d+)/.exec(read("Containerfile"))?.[1];
    expect(Number(stop)).toBeGreaterThan(graceSeconds);
  });

  test("asks the binary whether it is well, and waits longer than the answer takes", () => {
    const [check = ""] = said("HEALTHCHECK");
    expect(JSON.parse(check.replace(/^.*CMD /, ""))).toEqual([
      "/usr/local/bin/lineside",
      "health",
      "--timeout=5",
    ]);
    expect(Number(/--timeout=(\d+)s/.exec(check)?.[1])).toBeGreaterThan(5);
  });
});

describe("the compose file", () => {
  // biome-ignore lint/suspicious/noExplicitAny: what YAML holds is checked below
  const { services, volumes } = Bun.YAML.parse(read("compose.yaml")) as any;

  test("gives the server settings it knows, and secrets it does not hold", () => {
    const filled = Object.fromEntries(
      Object.entries<string>(services.lineside.environment).map(([name, value]) => [
        name,
        value.replaceAll(/\$\{[^}]+\}/g, "x".repeat(32)),
      ]),
    );
    const config = readConfig(filled, []);
    expect(config.databaseUrl).toStartWith("postgres://lineside:");
    expect(new URL(config.databaseUrl).hostname).toBe("database");
    expect(services.lineside.environment.APP_SECRET).toStartWith("${");
    expect(services.database.environment.POSTGRES_PASSWORD).toStartWith("${");
  });

  test("stops it with time, starts it after its database, keeps both volumes", () => {
    expect(Number.parseInt(services.lineside.stop_grace_period, 10)).toBeGreaterThan(graceSeconds);
    expect(services.lineside.depends_on.database.condition).toBe("service_healthy");
    const used = Object.values<{ volumes: string[] }>(services).flatMap((each) => each.volumes);
    expect(used.map((each) => each.split(":")[0]).sort()).toEqual(Object.keys(volumes).sort());
  });
});

describe("the replicator", () => {
  /** What Litestream 0.5 reads there, by its source (cmd/litestream/main.go); it passes over anything else in silence. */
  const known = {
    file: "snapshot dbs",
    snapshot: "interval retention",
    db: "path monitor-interval checkpoint-interval min-checkpoint-page-count truncate-page-n busy-timeout replica",
    replica:
      "type endpoint bucket path region force-path-style access-key-id secret-access-key sync-interval",
  };
  // biome-ignore lint/suspicious/noExplicitAny: what YAML holds is checked below
  const file = Bun.YAML.parse(read("litestream.yml")) as any;

  test("is told nothing it would pass over, about the database of the service", () => {
    const unknown = (value: object, names: string) =>
      Object.keys(value).filter((name) => !names.split(" ").includes(name));
    const [db] = file.dbs;
    expect(unknown(file, known.file)).toEqual([]);
    expect(unknown(file.snapshot, known.snapshot)).toEqual([]);
    expect(unknown(db, known.db)).toEqual([]);
    expect(unknown(db.replica, known.replica)).toEqual([]);
    expect(`file:${db.path}`).toBe(readSettings(settingsText(null, {})).DATABASE_URL ?? "");
  });

  test("runs as the account of the service and holds no secret", () => {
    expect(read("litestream-service.conf")).toContain("User=lineside\n");
    for (const name of ["access-key-id", "secret-access-key"])
      expect(file.dbs[0].replica[name]).toStartWith("${");
  });
});

describe("the proxies", () => {
  /** A file of 10 MB in a form: what stands around it is small. */
  const bodyMax = fileBytesMax + 64 * 1024;

  // biome-ignore format: a table
  test.each([
    ["nginx.conf", /client_max_body_size (\d+)m;/,               1024 * 1024],
    ["Caddyfile",  /max_size (\d+)MB/,                           1_000_000],
    ["web.config", /maxAllowedContentLength="(\d+)"/,            1],
  ])("%s lets the largest file pass", (path, pattern, unit) => {
    expect(Number(pattern.exec(read(path))?.[1]) * unit).toBeGreaterThanOrEqual(bodyMax);
  });

  test("each says for itself which settings Lineside needs behind it", () => {
    for (const path of ["nginx.conf", "Caddyfile", "web.config"]) {
      const settings = /HOST=(\S+), APP_PUBLIC_URL=(\S+), APP_TRUSTED_PROXY=(\S+)/.exec(read(path));
      const [, HOST, APP_PUBLIC_URL, APP_TRUSTED_PROXY] = settings ?? [];
      const config = readConfig({ HOST, APP_PUBLIC_URL, APP_TRUSTED_PROXY }, []);
      expect(config, path).toMatchObject({ host: "127.0.0.1", trustedProxies: ["127.0.0.1"] });
    }
  });

  test("nginx holds no live change back and does not end a silent stream", () => {
    const stream = /location = \/api\/stream \{([^}]+)\}/.exec(read("nginx.conf"))?.[1] ?? "";
    expect(stream).toContain("proxy_buffering off;");
    const seconds = Number(/proxy_read_timeout (\d+)s;/.exec(stream)?.[1]);
    expect(seconds).toBeGreaterThan(2 * aliveSeconds);
    // It would keep the streams of closed screens open.
    expect(read("Caddyfile")).not.toMatch(/^\s*flush_interval/m);
    expect(read("web.config")).toContain("/responseBufferLimit:0");
  });

  test("no proxy repeats a change, none adds HSTS a second time", () => {
    expect(read("nginx.conf")).toContain("proxy_next_upstream off;");
    for (const path of ["nginx.conf", "Caddyfile", "web.config"])
      expect(read(path).toLowerCase()).not.toContain("strict-transport-security");
  });

  test("web.config is XML with no remark that ends early", () => {
    const text = read("web.config");
    const remarks = [...text.matchAll(/<!--([\s\S]*?)-->/g)].map((found) => found[1] ?? "");
    expect(remarks.filter((remark) => remark.includes("--"))).toEqual([]);
    const open: string[] = [];
    const bare = text.replaceAll(/<!--[\s\S]*?-->|<\?[\s\S]*?\?>/g, "");
    for (const [, slash, name = "", self] of bare.matchAll(/<(\/?)([\w.]+)[^>]*?(\/?)>/g))
      if (slash) expect(open.pop()).toBe(name);
      else if (!self) open.push(name);
    expect(open).toEqual([]);
  });
});
