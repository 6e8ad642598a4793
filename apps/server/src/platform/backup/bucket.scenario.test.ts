import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test";
import { randomBytes } from "node:crypto";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { migrate, openDatabase } from "@lineside/db";
import { freshPlace } from "@lineside/testkit/database";
import { type Config, readConfig } from "../config.ts";
import { openBackupBucket } from "./bucket.ts";
import { createBackup } from "./create.ts";
import { BackupPlaces } from "./places.ts";
import { restoreBackup } from "./restore.ts";
import { verifyKept } from "./verify.ts";

setDefaultTimeout(30_000);

/** An S3-compatible store: whole objects, and large ones in pieces. */
const objects = new Map<string, Uint8Array>();
const pieces = new Map<string, Uint8Array>();
const sizes: number[] = [];
let isDown = false;
const store = Bun.serve({
  port: 0,
  hostname: "127.0.0.1",
  async fetch(request) {
    if (isDown) return new Response("<Error><Code>Slow</Code></Error>", { status: 403 });
    const url = new URL(request.url);
    const key = decodeURIComponent(url.pathname.replace("/plant/", ""));
    const part = url.searchParams.get("partNumber");
    if (request.method === "POST" && url.searchParams.has("uploads"))
      return xml(
        `<InitiateMultipartUploadResult><Bucket>plant</Bucket><Key>${key}</Key><UploadId>1</UploadId></InitiateMultipartUploadResult>`,
      );
    if (request.method === "PUT") {
      const body = new Uint8Array(await request.arrayBuffer());
      if (part) {
        pieces.set(part.padStart(5, "0"), body);
        sizes.push(body.length);
      } else objects.set(key, body);
      return new Response("", { headers: { etag: `"${part}"` } });
    }
    if (request.method === "POST") {
      const whole = [...pieces.keys()]
        .sort()
        .map((number) => pieces.get(number) ?? new Uint8Array());
      objects.set(key, Buffer.concat(whole));
      pieces.clear();
      return xml("<CompleteMultipartUploadResult><ETag>x</ETag></CompleteMultipartUploadResult>");
    }
    if (url.searchParams.has("list-type")) return listed();
    const found = objects.get(key);
    if (!found) return new Response(null, { status: 404 });
    if (request.method === "DELETE") {
      objects.delete(key);
      return new Response(null, { status: 204 });
    }
    const headers = { "last-modified": "Sun, 22 Nov 2026 08:00:00 GMT", etag: '"x"' };
    if (request.method === "HEAD")
      return new Response(null, {
        headers: { ...headers, "content-length": String(found.length) },
      });
    const range = /bytes=(\d+)-(\d+)/.exec(request.headers.get("range") ?? "");
    const body = range ? found.slice(Number(range[1]), Number(range[2]) + 1) : found;
    return new Response(body as Uint8Array<ArrayBuffer>, { status: range ? 206 : 200, headers });
  },
});

const xml = (text: string) =>
  new Response(`<?xml version="1.0"?>${text}`, { headers: { "content-type": "application/xml" } });
const listed = () =>
  xml(
    `<ListBucketResult><Name>plant</Name><IsTruncated>false</IsTruncated>${[...objects.keys()]
      .sort()
      .map(
        (key) =>
          `<Contents><Key>${key}</Key><LastModified>2026-11-22T08:00:00.000Z</LastModified><ETag>"x"</ETag><Size>1</Size></Contents>`,
      )
      .join("")}</ListBucketResult>`,
  );

const now = "2026-11-22T11:45:00.000Z";
const folder = mkdtempSync(join(tmpdir(), "lineside-bucket-"));
let config: Config;
let remove: () => Promise<void>;
beforeAll(async () => {
  const place = await freshPlace("sqlite");
  remove = place.remove;
  const db = await openDatabase({ url: place.url });
  await migrate(db);
  await db.close();
  config = settings(place.url, { APP_BACKUP_DIR: "none" });
});
afterAll(async () => {
  await remove();
  await store.stop(true);
  rmSync(folder, { recursive: true });
});

const settings = (url: string, env: Record<string, string>) =>
  readConfig(
    {
      DATABASE_URL: url,
      APP_BACKUP_S3_ENDPOINT: `http://127.0.0.1:${store.port}`,
      APP_BACKUP_S3_BUCKET: "plant",
      APP_BACKUP_S3_ACCESS_KEY: "key",
      APP_BACKUP_S3_SECRET_KEY: "secret",
      APP_FILES_DIR: join(folder, "files"),
      ...env,
    },
    [],
  );
const given = (config: Config) =>
  ({ config, now, reason: "MANUAL", plant: "", includesFiles: true }) as const;

test("kept in a bucket alone: made, listed, verified, restored and removed there", async () => {
  const made = await createBackup(given(config));
  const { name } = made.note;
  expect(made.places).toEqual(["S3"]);
  expect([...objects.keys()]).toEqual([`backups/${name}`, `backups/${name}.json`]);
  expect(objects.get(`backups/${name}`)?.length).toBe(made.note.bytes);
  // Nothing stays in the folder it was made in.
  expect(readdirSync(config.backup.dir)).toEqual([]);
  expect((await verifyKept(config, name, now)).findings).toEqual([]);
  const places = new BackupPlaces(config.backup);
  expect(await places.list()).toMatchObject([{ note: { name, verifiedAt: now }, places: ["S3"] }]);
  const brought = await places.bring(name);
  const there = settings(`file:${join(folder, "there.db")}`, { APP_BACKUP_DIR: "none" });
  const options = { config: there, path: brought.path, now, isDryRun: false };
  expect(await restoreBackup(options)).toMatchObject({ replaced: null, applied: [] });
  await brought.release();
  expect(readdirSync(config.backup.dir)).toEqual([]);
  await places.remove(name);
  expect([...objects.keys()]).toEqual([]);
});

test("kept in both, it is in both and goes from both", async () => {
  const both = settings(config.databaseUrl, { APP_BACKUP_DIR: join(folder, "both") });
  const made = await createBackup(given(both));
  expect(made.places).toEqual(["FOLDER", "S3"]);
  const places = new BackupPlaces(both.backup);
  expect((await places.list())[0]?.places).toEqual(["FOLDER", "S3"]);
  await places.remove(made.note.name);
  expect([readdirSync(both.backup.dir), [...objects.keys()]]).toEqual([[], []]);
});

test("a large one goes and comes in whole pieces", async () => {
  const path = join(folder, "large");
  const bytes = randomBytes(21 * 1024 * 1024);
  await Bun.write(path, bytes);
  const { bucket } = config.backup;
  if (!bucket) throw new Error("no bucket");
  await openBackupBucket(bucket).keep("large.lsbak", path);
  // 5 MiB is the least a store takes of any but the last.
  expect(sizes.slice(0, -1).filter((size) => size < 5 * 1024 * 1024)).toEqual([]);
  expect(sizes.length).toBeGreaterThan(2);
  await openBackupBucket(bucket).fetch("large.lsbak", `${path}.back`);
  expect(Buffer.from(await Bun.file(`${path}.back`).bytes()).equals(bytes)).toBe(true);
  objects.clear();
});

test("a bucket that does not answer is told as such", async () => {
  isDown = true;
  await expect(createBackup(given(config))).rejects.toMatchObject({
    code: "BACKUP_STORE_UNAVAILABLE",
    kind: "busy",
  });
  isDown = false;
});

// biome-ignore format: one row per mistake
test.each([
  ["neither folder nor bucket", { APP_BACKUP_DIR: "none" },                          /^APP_BACKUP_DIR is none and there is no APP_BACKUP_S3_BUCKET; .* e\.g\. /],
  ["half a bucket",             { APP_BACKUP_S3_BUCKET: "plant" },                   /^APP_BACKUP_S3_ENDPOINT is missing: /],
  ["an odd answer",             { APP_UPGRADE_BACKUP: "perhaps" },                   /^APP_UPGRADE_BACKUP is "perhaps"; it must be true or false\.$/],
] as const)("%s", (_, env, sentence) => {
  expect(() => readConfig({ ...env }, [])).toThrow(sentence);
});

test("the bucket of the files lends its address and keys", () => {
  const s3 = {
    APP_S3_ENDPOINT: "https://minio.example.com:9000",
    APP_S3_BUCKET: "files",
    APP_S3_ACCESS_KEY: "key",
    APP_S3_SECRET_KEY: "secret",
  };
  expect(readConfig({ ...s3 }, []).backup.bucket).toBeNull();
  expect(readConfig({ ...s3, APP_BACKUP_S3_BUCKET: "copies" }, []).backup.bucket).toMatchObject({
    ...{ endpoint: "https://minio.example.com:9000", bucket: "copies", accessKey: "key" },
  });
});
