import { afterAll, beforeAll, expect, test } from "bun:test";
import { openFiles } from "../../platform/files.ts";

/** An S3-compatible store that keeps what it gets and remembers how it was asked. */
class FakeBucket {
  readonly objects = new Map<string, { body: Uint8Array; at: string }>();
  readonly asked: string[] = [];
  authorizations = new Set<string>();
  isDown = false;
  readonly server = Bun.serve({
    port: 0,
    hostname: "127.0.0.1",
    fetch: (request) => this.#answer(request),
  });

  async #answer(request: Request): Promise<Response> {
    const url = new URL(request.url);
    const key = url.pathname.replace("/plant/", "");
    this.asked.push(`${request.method} ${url.pathname}`);
    this.authorizations.add(
      /Credential=([^/]+)\/\d+\/([^/]+)\/s3/
        .exec(request.headers.get("authorization") ?? "")
        ?.slice(1)
        .join() ?? "none",
    );
    if (this.isDown) return new Response("<Error><Code>Slow</Code></Error>", { status: 503 });
    const found = this.objects.get(key);
    if (request.method === "PUT") {
      const body = new Uint8Array(await request.arrayBuffer());
      this.objects.set(key, { body, at: "2026-11-22T08:00:00.000Z" });
      return new Response("");
    }
    if (url.searchParams.has("list-type")) return this.#list(url.searchParams.get("start-after"));
    if (!found) return new Response(null, { status: 404 });
    if (request.method === "DELETE") {
      this.objects.delete(key);
      return new Response(null, { status: 204 });
    }
    const headers = { "last-modified": new Date(found.at).toUTCString(), etag: '"x"' };
    if (request.method === "HEAD")
      return new Response(null, {
        headers: { ...headers, "content-length": String(found.body.byteLength) },
      });
    const range = /bytes=(\d+)-(\d+)/.exec(request.headers.get("range") ?? "");
    const part = range ? found.body.slice(Number(range[1]), Number(range[2]) + 1) : found.body;
    return new Response(part as Uint8Array<ArrayBuffer>, { status: range ? 206 : 200, headers });
  }

  /** Two at a time, so that a listing has pages. */
  #list(after: string | null): Response {
    const keys = [...this.objects.keys()].sort().filter((key) => key > (after ?? ""));
    const shown = keys.slice(0, 2).map((key) => {
      const at = this.objects.get(key)?.at;
      return `<Contents><Key>${key}</Key><LastModified>${at}</LastModified><ETag>"x"</ETag><Size>1</Size></Contents>`;
    });
    return new Response(
      `<?xml version="1.0"?><ListBucketResult><Name>plant</Name><IsTruncated>${keys.length > 2}</IsTruncated>${shown.join("")}</ListBucketResult>`,
      { headers: { "content-type": "application/xml" } },
    );
  }
}

let bucket: FakeBucket;
beforeAll(() => {
  bucket = new FakeBucket();
});
afterAll(() => bucket.server.stop(true));

const open = () =>
  openFiles({
    kind: "s3",
    endpoint: `http://127.0.0.1:${bucket.server.port}`,
    bucket: "plant",
    region: "cn-east-1",
    accessKey: "lineside",
    secretKey: "secret-of-the-store",
  });

const hash = (digit: string) => digit.repeat(64);

async function put(sha256: string, text: string) {
  const incoming = await open().receive();
  for (const part of text.split(" ")) await incoming.write(Buffer.from(part));
  await incoming.keep(sha256);
}

test("a file is one object under its hash, signed for the region; a part is asked for as a part", async () => {
  await put(hash("a"), "he llo");
  expect(bucket.asked).toEqual([`PUT /plant/files/${hash("a")}`]);
  expect([...bucket.authorizations]).toEqual(["lineside,cn-east-1"]);
  const whole = await open().open(hash("a"), null);
  expect(await new Response(whole).text()).toBe("hello");
  const part = await open().open(hash("a"), { start: 1, end: 3 });
  expect(await new Response(part).text()).toBe("el");
});

test("what is not there is null; what was dropped was never sent", async () => {
  expect(await open().open(hash("f"), null)).toBeNull();
  const incoming = await open().receive();
  await incoming.write(Buffer.from("x"));
  const before = bucket.objects.size;
  await incoming.drop();
  expect(bucket.objects.size).toBe(before);
});

test("nothing but a hash becomes a key", async () => {
  for (const key of ["../other", "A".repeat(64), "", `${hash("a")}/..`])
    await expect(open().open(key, null)).rejects.toMatchObject({ code: "INTERNAL" });
});

test("the listing goes page by page; what was written again is not removed", async () => {
  for (const digit of ["b", "c", "d"]) await put(hash(digit), "x");
  bucket.objects.set("files/not-a-hash", {
    body: new Uint8Array(1),
    at: "2020-01-01T00:00:00.000Z",
  });
  const listed: string[] = [];
  for await (const { sha256, at } of open().list()) listed.push(`${sha256.slice(0, 1)} ${at}`);
  expect(listed).toEqual(["a", "b", "c", "d"].map((digit) => `${digit} 2026-11-22T08:00:00.000Z`));
  expect(await open().remove(hash("b"), "2026-11-22T08:00:00.000Z")).toBe(false);
  expect(await open().remove(hash("b"), "2026-11-23T08:00:00.000Z")).toBe(true);
  expect(await open().remove(hash("b"), "2026-11-23T08:00:00.000Z")).toBe(false);
});

test("a store that fails is told as one", async () => {
  bucket.isDown = true;
  await expect(put(hash("e"), "x")).rejects.toMatchObject({
    kind: "busy",
    code: "FILE_STORE_UNAVAILABLE",
  });
  await expect(open().open(hash("a"), null)).rejects.toMatchObject({
    code: "FILE_STORE_UNAVAILABLE",
  });
  bucket.isDown = false;
});
