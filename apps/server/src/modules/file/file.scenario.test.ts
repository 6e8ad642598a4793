import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { existsSync, readdirSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileBytesMax } from "@lineside/domain/file";
import { addMinutes } from "@lineside/domain/kernel";
import { TestApp } from "@lineside/testkit/app";
import { eachDialect } from "@lineside/testkit/database";
import { makePlant } from "@lineside/testkit/factory";
import type { Person } from "@lineside/testkit/people";
import { sweepFiles } from "./sweep.ts";

const png = (text: string) => new Blob(["\x89PNG\r\n\x1a\n", text].map(bytes));

function bytes(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(text, (sign) => sign.charCodeAt(0));
}

const hashOf = async (blob: Blob) =>
  new Bun.CryptoHasher("sha256").update(await blob.arrayBuffer()).digest("hex");

eachDialect((dialect) => {
  let app: TestApp;
  let operator: Person;
  let dir: string;
  beforeAll(async () => {
    app = await TestApp.start(dialect);
    const plant = await makePlant(app.db);
    await makePlant(app.db, { line: "B", steps: [{ code: "MOUNT" }] });
    operator = await app.as("operator", { stations: plant.stations });
    const { files } = app.platform.config;
    dir = files.kind === "folder" ? files.dir : "";
  });
  afterAll(() => app.dispose());

  const send = (body: Blob | FormData, path = "/api/files", headers: Record<string, string> = {}) =>
    operator.post(path, body, { headers });
  const sendRaw = (body: Blob, name = "a.png") =>
    send(body, `/api/files?name=${encodeURIComponent(name)}`, { "content-type": "image/png" });
  const fetchFile = (id: string, headers: Record<string, string> = {}, who = operator) =>
    app.handle(
      new Request(`http://localhost/api/files/${id}`, {
        headers: { cookie: who.cookie, ...headers },
      }),
    );
  /** Every file below the store's folder. */
  const kept = () =>
    existsSync(dir)
      ? readdirSync(dir, { recursive: true, encoding: "utf8" }).filter((name) => /\/./.test(name))
      : [];

  describe("uploading", () => {
    test("keeps the bytes under their hash before the row says so", async () => {
      const mark = await app.mark();
      const body = png("tension gauge");
      const answer = await sendRaw(body, "../../钢网/gauge.png");
      const sha256 = await hashOf(body);
      expect(answer).toMatchObject({
        status: 200,
        body: {
          sha256,
          size: body.size,
          mediaType: "image/png",
          name: "gauge.png",
          uploadedByName: "operator 1",
        },
      });
      expect(kept()).toEqual([join(sha256.slice(0, 2), sha256)]);
      expect(await app.events(mark)).toEqual(["file.uploaded"]);
    });

    test("takes the one file of a form; its type is what it is, not what it claims", async () => {
      const form = new FormData();
      form.append("file", new File([bytes("%PDF-1.7\n…")], "sheet.png", { type: "image/png" }));
      expect((await send(form)).body).toMatchObject({
        mediaType: "application/pdf",
        name: "sheet.png",
      });
    });

    test("is refused for what is not taken, and leaves nothing behind", async () => {
      const before = kept();
      const mark = await app.mark();
      const two = new FormData();
      two.append("a", new File([png("1")], "a.png"));
      two.append("b", new File([png("2")], "b.png"));
      const big = new Blob([png("big"), new Uint8Array(fileBytesMax)]);
      const rows: [body: Blob | FormData, code: string][] = [
        [new Blob([]), "FILE_EMPTY"],
        [new Blob([bytes("MZ\x90\x00 this program cannot be run")]), "FILE_TYPE_NOT_TAKEN"],
        [new Blob([bytes("<svg onload=alert(1)>")]), "FILE_TYPE_NOT_TAKEN"],
        [new Blob([bytes("\x89PN")]), "FILE_TYPE_NOT_TAKEN"],
        [big, "FILE_TOO_LARGE"],
        [new FormData(), "FILE_MISSING"],
        [two, "FILE_MISSING"],
      ];
      for (const [body, code] of rows)
        expect([code, await send(body)]).toMatchObject([code, { status: 400, body: { code } }]);
      expect(kept()).toEqual(before);
      expect(await app.events(mark)).toEqual([]);
    });

    test("an endless body is cut off where the limit is", async () => {
      let sent = 0;
      const body = new ReadableStream({
        pull(controller) {
          sent += 1;
          controller.enqueue(
            sent === 1 ? bytes("\x89PNG\r\n\x1a\n........") : new Uint8Array(65_536),
          );
        },
      });
      const response = await app.handle(
        new Request("http://localhost/api/files", {
          method: "POST",
          headers: { cookie: operator.cookie },
          body,
        }),
      );
      expect(response.status).toBe(400);
      expect(await response.json()).toMatchObject({ code: "FILE_TOO_LARGE" });
      expect(sent * 65_536).toBeLessThan(fileBytesMax + 20 * 65_536);
    });

    test("the same bytes from several people at once lie there once, a file for each", async () => {
      const body = png("the same photo");
      const sha256 = await hashOf(body);
      const all = await Promise.all(
        Array.from({ length: 6 }, (_, at) => sendRaw(body, `${at}.png`)),
      );
      expect(all.map(({ status, body }) => [status, body.sha256])).toEqual(
        Array.from({ length: 6 }, () => [200, sha256]),
      );
      expect(new Set(all.map(({ body }) => body.id)).size).toBe(6);
      expect(kept().filter((name) => name.endsWith(sha256))).toHaveLength(1);
      expect(kept().filter((name) => name.startsWith("new/"))).toEqual([]);
    });

    test("a repeated call with one key makes one file", async () => {
      const key = { "idempotency-key": "photo-of-this-stencil" };
      const first = await send(png("again"), "/api/files?name=a.png", key);
      const second = await send(png("again"), "/api/files?name=a.png", key);
      expect(second.body).toEqual(first.body);
      expect(await send(png("other"), "/api/files?name=a.png", key)).toMatchObject({
        status: 409,
        body: { code: "IDEMPOTENCY_KEY_REUSED" },
      });
    });

    test("needs form:record and a sign-in", async () => {
      const trace = await app.as("trace");
      expect(await trace.post("/api/files", png("x"))).toMatchObject({
        status: 403,
        body: { code: "FORBIDDEN", context: { permission: "form:record" } },
      });
      expect((await app.request("POST", "/api/files", { body: png("x") })).status).toBe(401);
    });
  });

  describe("downloading", () => {
    test("brings the bytes back, harmless and kept by that browser for ever", async () => {
      const body = png("whole");
      const { id, sha256 } = (await sendRaw(body, '钢"网.png')).body;
      const response = await fetchFile(id);
      expect(response.status).toBe(200);
      expect(new Uint8Array(await response.arrayBuffer())).toEqual(
        new Uint8Array(await body.arrayBuffer()),
      );
      expect(Object.fromEntries(response.headers)).toMatchObject({
        "content-type": "image/png",
        "content-length": String(body.size),
        etag: `"${sha256}"`,
        "cache-control": "private, max-age=31536000, immutable",
        "x-content-type-options": "nosniff",
        "content-security-policy": "default-src 'none'; style-src 'unsafe-inline'; sandbox",
        "content-disposition": `inline; filename="___.png"; filename*=UTF-8''%E9%92%A2%22%E7%BD%91.png`,
      });
      const known = await fetchFile(id, { "if-none-match": `"${sha256}"` });
      expect([known.status, await known.text()]).toEqual([304, ""]);
    });

    test("a PDF is saved, never shown", async () => {
      const { id } = (await sendRaw(new Blob([bytes("%PDF-1.4\n")]), "a.pdf")).body;
      const response = await fetchFile(id);
      expect(response.headers.get("content-disposition")).toStartWith("attachment;");
    });

    test("in parts", async () => {
      const body = png("0123456789");
      const { id } = (await sendRaw(body)).body;
      const rows: [range: string, status: number, range: string | null, text: string][] = [
        ["bytes=8-10", 206, "bytes 8-10/18", "012"],
        ["bytes=15-", 206, "bytes 15-17/18", "789"],
        ["bytes=-2", 206, "bytes 16-17/18", "89"],
        ["bytes=16-999", 206, "bytes 16-17/18", "89"],
        ["bytes=18-", 416, "bytes */18", ""],
        ["bytes=9-8", 416, "bytes */18", ""],
      ];
      for (const [range, status, told, text] of rows) {
        const part = await fetchFile(id, { range });
        expect([range, part.status, part.headers.get("content-range"), await part.text()]).toEqual([
          range,
          status,
          told,
          text,
        ]);
      }
      const whole: Record<string, string>[] = [
        { range: "bytes=0-1,3-4" },
        { range: "bytes=0-1", "if-range": '"old"' },
      ];
      for (const headers of whole) expect((await fetchFile(id, headers)).status).toBe(200);
    });

    test("ids are looked up, never paths", async () => {
      for (const id of ["..%2F..%2Fetc%2Fpasswd", "%2e%2e", "0".repeat(64)])
        expect((await fetchFile(id)).status).toBe(404);
      for (const id of ["x".repeat(65), "a%00b"]) expect((await fetchFile(id)).status).toBe(400);
    });

    test("who uploaded it sees it; others once a record they may see carries it", async () => {
      const leader = await app.as("line_leader", { lines: ["A"] });
      const other = await app.as("line_leader", { lines: ["B"] });
      const trace = await app.as("trace");
      const { id } = (await sendRaw(png("evidence"))).body;
      const seenBy = async (who: Person) => (await fetchFile(id, {}, who)).status;
      expect([await seenBy(operator), await seenBy(leader)]).toEqual([200, 403]);
      const values = { model: "P-A", isClean: true };
      const record = await operator.post("/api/form-records", {
        formCode: "QR-Pro-130",
        lineCode: "A",
        subjectKey: "ST-1",
        values,
        fileIds: [id],
      });
      expect(record.body.files).toMatchObject([{ id, mediaType: "image/png", fieldKey: "" }]);
      expect([await seenBy(leader), await seenBy(other), await seenBy(trace)]).toEqual([
        200, 403, 403,
      ]);
    });

    test("bytes that are gone are told as the store's failure", async () => {
      const { id, sha256 } = (await sendRaw(png("lost"))).body;
      const future = addMinutes(app.clock.now(), 60 * 24 * 3650);
      await app.platform.files.remove(sha256, future);
      const response = await fetchFile(id);
      expect(response.status).toBe(503);
      expect(await response.json()).toMatchObject({ code: "FILE_STORE_UNAVAILABLE" });
    });
  });

  describe("the sweep", () => {
    test("removes bytes that no file is made of once they are a day old, and nothing else", async () => {
      const { sha256 } = (await sendRaw(png("of a file"))).body;
      const orphan = async (text: string) => {
        const incoming = await app.platform.files.receive();
        await incoming.write(bytes(text));
        const hash = await hashOf(new Blob([bytes(text)]));
        await incoming.keep(hash);
        return hash;
      };
      const [old, young] = [await orphan("old"), await orphan("young")];
      const place = (hash: string) => join(dir, hash.slice(0, 2), hash);
      writeFileSync(join(dir, "ab-note.txt"), "not ours");
      writeFileSync(join(dir, "new", "left-by-a-crash"), "x");
      for (const path of [place(old), place(sha256), join(dir, "new", "left-by-a-crash")])
        utimesSync(path, 1, 1);
      const now = new Date().toISOString();
      expect(await sweepFiles(app.platform.files, app.db, now)).toEqual({ removed: 1 });
      const left = [old, young, sha256].map((hash) => existsSync(place(hash)));
      expect(left).toEqual([false, true, true]);
      expect(kept().filter((name) => name.startsWith("new/"))).toEqual([]);
      expect(existsSync(join(dir, "ab-note.txt"))).toBe(true);
    });

    test("runs every night as a job", async () => {
      expect(await app.runCron("file.sweepOrphans")).toBeGreaterThan(0);
      const job = await app.db.read
        .selectFrom("platform_job")
        .select("state")
        .where("kind", "=", "file.sweepOrphans")
        .executeTakeFirstOrThrow();
      expect(job.state).toBe("COMPLETED");
    });
  });
});
