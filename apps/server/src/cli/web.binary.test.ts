import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test";
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { brotliDecompressSync } from "node:zlib";
import { type Binary, binaryPath, startBinary } from "@lineside/testkit/binary";
import { launchBrowser } from "@lineside/testkit/chromium";

// Processes are started here; a loaded machine takes its time over them.
setDefaultTimeout(30_000);

const built = join(binaryPath, "../web");
const assets = readdirSync(join(built, "assets"));
/** One that was worth compressing. */
const script = `/assets/${assets.find((name) => name.endsWith(".js.br"))?.slice(0, -".br".length)}`;
/** Which of the two is smaller differs from file to file. */
const sizeOf = (ending: string) => Bun.file(join(built, script + ending)).size;
const smallest = sizeOf(".br") <= sizeOf(".zst") ? "br" : "zstd";
const onDisk = (path: string) => Bun.file(join(built, path)).bytes();

let binary: Binary;
beforeAll(async () => {
  binary = await startBinary();
});
afterAll(() => binary.dispose());

/** As the bytes came, not unpacked on the way. */
function get(path: string, headers: Record<string, string> = {}, method = "GET") {
  const accept = { "accept-encoding": "identity", ...headers };
  return fetch(new URL(path, binary.url), { method, headers: accept, decompress: false });
}

describe("the web app in the binary", () => {
  test("the page is checked on every visit and brings its policy", async () => {
    const page = await get("/");
    expect(page.status).toBe(200);
    expect(page.headers.get("content-type")).toBe("text/html; charset=utf-8");
    expect(page.headers.get("cache-control")).toBe("no-cache");
    const policy = page.headers.get("content-security-policy");
    expect(policy).toContain("default-src 'self'; script-src 'self';");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(page.headers.get("x-content-type-options")).toBe("nosniff");
    const text = await page.text();
    expect(text).toMatch(/^<!doctype html>/i);
    expect(text).not.toMatch(/(src|href)="(https?:)?\/\//);
    expect(text).not.toMatch(/<script(?![^>]*\bsrc=)[^>]*>/);
  });

  test("an unchanged page is not sent again", async () => {
    const etag = (await get("/")).headers.get("etag") ?? "";
    expect(etag).toMatch(/^"[\w-]{22}"$/);
    for (const known of [etag, `W/${etag}`, `"other", ${etag}`]) {
      const again = await get("/", { "if-none-match": known });
      expect([again.status, again.headers.get("etag"), await again.text()]).toEqual([
        304,
        etag,
        "",
      ]);
      expect(again.headers.get("content-security-policy")).toContain("default-src 'self'");
    }
    expect((await get("/", { "if-none-match": '"other"' })).status).toBe(200);
    // Each encoding is a representation of its own.
    const plain = (await get(script)).headers.get("etag") ?? "";
    const asked = { "if-none-match": plain, "accept-encoding": "br" };
    expect((await get(script, asked)).status).toBe(200);
  });

  test("an asset is kept for ever: its name changes with its content", async () => {
    const answer = await get(script);
    expect(answer.headers.get("cache-control")).toBe("public, max-age=31536000, immutable");
    expect(answer.headers.get("content-type")).toBe("text/javascript; charset=utf-8");
    expect(await answer.bytes()).toEqual(await onDisk(script));
  });

  const encodings: [string, string | null][] = [
    ["zstd, br, gzip", smallest],
    ["gzip, deflate, br, zstd", smallest],
    ["gzip, zstd", "zstd"],
    ["gzip, deflate, br", "br"],
    ["br;q=1.0, zstd;q=0", "br"],
    ["zstd;q=0, br;q=0.0, identity", null],
    ["gzip, deflate", null],
    ["identity", null],
    ["brotli", null],
  ];
  test.each(encodings)("who accepts %s gets %s", async (accepted, encoding) => {
    const answer = await get(script, { "accept-encoding": accepted });
    expect(answer.headers.get("content-encoding")).toBe(encoding);
    expect(answer.headers.get("vary")).toBe("accept-encoding");
    const bytes = await answer.bytes();
    expect(answer.headers.get("content-length")).toBe(String(bytes.length));
    const plain = await onDisk(script);
    if (encoding) expect(bytes.length).toBeLessThan(plain.length);
    if (encoding === "zstd") expect(Bun.zstdDecompressSync(bytes)).toEqual(Buffer.from(plain));
    else if (encoding === "br") expect(brotliDecompressSync(bytes)).toEqual(Buffer.from(plain));
    else expect(bytes).toEqual(plain);
  });

  test("HEAD says what GET would, without the body", async () => {
    for (const path of ["/", script, "/openapi.json", "/docs", "/api/unknown", "/assets/none.js"]) {
      const [got, asked] = [await get(path), await get(path, {}, "HEAD")];
      const facts = ({ status, headers }: Response) => [
        status,
        ...["content-type", "content-length", "etag", "cache-control", "vary"].map((name) =>
          headers.get(name),
        ),
      ];
      expect([path, ...facts(asked)]).toEqual([path, ...facts(got)]);
      expect((await asked.bytes()).length).toBe(0);
    }
  });

  test("every other path is the web app's, unless it can only be a file", async () => {
    const page = await (await get("/")).text();
    for (const path of [
      "/orders/WO-1",
      "/trace/SN-1.2",
      "/runs?state=PREP",
      "/..%2f..%2fetc/passwd",
    ])
      expect(await (await get(path)).text()).toBe(page);
    for (const path of [
      "/assets/none.js",
      "/assets/none",
      "/favicon.ico",
      "/index.html.br",
      "/x.map",
    ]) {
      const answer = await get(path);
      expect([path, answer.status]).toEqual([path, 404]);
      expect(await answer.json()).toMatchObject({ code: "ENDPOINT_UNKNOWN", status: 404 });
    }
  });
});

test("an unknown address of the API is a problem, never the web app", async () => {
  for (const method of ["GET", "POST", "PUT", "PATCH", "DELETE"]) {
    const answer = await get("/api/unknown", {}, method);
    expect(answer.headers.get("content-type")).toBe("application/problem+json");
    expect(await answer.json()).toMatchObject({ status: 404, code: "ENDPOINT_UNKNOWN" });
  }
});

test("healthz and readyz", async () => {
  const answers = await Promise.all(["/healthz", "/readyz"].map((path) => get(path)));
  expect(await Promise.all(answers.map((answer) => answer.json()))).toEqual([
    { status: "ok" },
    {
      status: "ready",
      checks: { DATABASE: "ok", SCHEMA: "ok", DRAINING: "no", MAINTENANCE: "off" },
    },
  ]);
  for (const { status, headers } of answers)
    expect([status, headers.get("cache-control")]).toEqual([200, "no-store"]);
});

interface OpenApiOperation {
  operationId?: string;
  summary?: string;
  parameters?: { name: string; in: string; required?: boolean; schema?: object }[];
  requestBody?: { content?: object };
  responses?: Record<
    string,
    { description?: string; content?: Record<string, { schema?: object }> }
  >;
}

test("openapi.json describes every door: a name, its parameters, its answers", async () => {
  const answer = await get("/openapi.json");
  expect(answer.headers.get("content-type")).toBe("application/json");
  // biome-ignore lint/suspicious/noExplicitAny: the test says what it must look like
  const document = (await answer.json()) as any;
  expect(document).toMatchObject({ openapi: "3.1.0", info: { title: "Lineside" } });
  expect(document.info.version).toMatch(/^\d+\.\d+\.\d+$/);
  const names = new Set<string>();
  const paths = Object.entries<Record<string, OpenApiOperation>>(document.paths);
  expect(paths.length).toBeGreaterThan(60);
  for (const [path, methods] of paths)
    for (const [method, operation] of Object.entries(methods)) {
      const where = `${method} ${path}`;
      expect(where).toMatch(/^(get|post|put|patch|delete) \/api\//);
      expect([where, operation.operationId, operation.summary]).toEqual([
        where,
        expect.stringMatching(/^[a-z]\w*(-\w+)*\.[a-z]\w*$/i),
        expect.stringMatching(/^[A-Z]/),
      ]);
      expect(names.has(operation.operationId ?? "")).toBe(false);
      names.add(operation.operationId ?? "");
      const inPath = operation.parameters?.filter((parameter) => parameter.in === "path");
      expect(inPath?.map(({ name, required }) => [name, required])).toEqual(
        [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => [name, true]),
      );
      for (const parameter of operation.parameters ?? []) expect(parameter.schema).toBeObject();
      for (const status of ["200", "default"])
        expect(operation.responses?.[status]?.description).toMatch(/\w/);
      expect(operation.responses?.default?.content).toHaveProperty(["application/problem+json"]);
    }
  for (const ref of JSON.stringify(document).matchAll(/"\$ref":"#\/([^"]+)"/g))
    expect(document).toHaveProperty(ref[1]?.split("/") ?? []);
});

test("the reference page works on a line without internet", async () => {
  const html = await (await get("/docs")).text();
  expect(html).not.toMatch(/https?:\/\/|(src|href)="\/\//);
  const browser = await launchBrowser();
  try {
    const page = await browser.newPage();
    const asked: string[] = [];
    const wrong: string[] = [];
    page.on("request", (request) => void asked.push(request.url()));
    page.on("pageerror", (error) => void wrong.push(String(error)));
    page.on("console", (line) => void (line.type() === "error" && wrong.push(line.text())));
    await page.goto(`${binary.url}/docs`);
    await page.getByText("Switch operator").first().waitFor();
    expect(
      asked.filter((url) => !url.startsWith(binary.url) && !/^(data|blob):/.test(url)),
    ).toEqual([]);
    expect(asked).toContain(`${binary.url}/openapi.json`);
    expect(wrong).toEqual([]);
    // Nothing on it offers to send the plant's API to somebody's cloud.
    for (const offer of ["Deploy", "Share", "Generate MCP"])
      expect([offer, await page.getByText(offer, { exact: true }).count()]).toEqual([offer, 0]);
  } finally {
    await browser.close();
  }
}, 60_000);

describe("where the web app comes from", () => {
  test("APP_WEB_MODE=off serves the API alone", async () => {
    const alone = await startBinary({ env: { APP_WEB_MODE: "off" } });
    try {
      expect((await alone.fetch("/healthz")).status).toBe(200);
      const answer = await alone.fetch("/");
      expect([answer.status, (await answer.json()) as object]).toMatchObject([
        404,
        { code: "ENDPOINT_UNKNOWN" },
      ]);
    } finally {
      await alone.dispose();
    }
  });

  test("APP_WEB_MODE=dir serves the same from a folder", async () => {
    expect(existsSync(join(built, "index.html"))).toBe(true);
    const env = { APP_WEB_MODE: "dir", APP_WEB_DIR: built };
    const other = await startBinary({ env });
    try {
      for (const path of ["/", script, "/docs/scalar.js"]) {
        const [here, there] = [await binary.fetch(path), await other.fetch(path)];
        expect([path, there.status, there.headers.get("etag")]).toEqual([
          path,
          200,
          here.headers.get("etag"),
        ]);
      }
    } finally {
      await other.dispose();
    }
  });
});
