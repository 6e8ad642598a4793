import { afterAll, beforeAll, expect, test } from "bun:test";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { TestApp } from "@lineside/testkit/app";
import { eachDialect } from "@lineside/testkit/database";
import type { Person } from "@lineside/testkit/people";

eachDialect((dialect) => {
  let app: TestApp;
  let admin: Person;
  let manager: Person;
  let home: string;

  beforeAll(async () => {
    app = await TestApp.start(dialect);
    admin = await app.as("admin");
    manager = await app.as("plant_manager");
    home = mkdtempSync(join(tmpdir(), "lineside-logs-"));
  });
  afterAll(async () => {
    await app.platform.logs.close();
    await app.dispose();
    rmSync(home, { recursive: true, force: true });
  });

  const found = async (query: string): Promise<string[]> =>
    (await admin.get(`/api/logs?${query}`)).body.items.map(
      ({ message }: { message: string }) => message,
    );

  /** The next reading query fails as it does when nobody thought of a case. */
  async function failing<T>(work: () => Promise<T>): Promise<T> {
    const { db } = app.platform;
    const { read } = db;
    const broken = new Proxy(read, {
      get: () => () => {
        throw new Error("no such column: nonsense");
      },
    });
    Object.defineProperty(db, "read", { value: broken, configurable: true });
    try {
      return await work();
    } finally {
      Object.defineProperty(db, "read", { value: read, configurable: true });
    }
  }

  test("the id of an error that reached a person leads to its stack", async () => {
    const answer = await failing(() =>
      admin.get("/api/roles", { headers: { "x-request-id": "from-the-screen-1" } }),
    );
    expect(answer).toMatchObject({
      status: 500,
      body: { code: "INTERNAL", context: {}, requestId: "from-the-screen-1" },
    });
    const logs = await manager.get("/api/logs?requestId=from-the-screen-1");
    expect(logs).toMatchObject({
      status: 200,
      body: {
        place: "MEMORY",
        dir: null,
        lost: 0,
        nextCursor: null,
        items: [
          {
            level: "error",
            message: "request failed",
            requestId: "from-the-screen-1",
            error: "no such column: nonsense",
            fields: { stack: expect.stringContaining("nonsense") },
          },
        ],
      },
    });
  });

  test("a request leads to what it touched; who did it is for who may read the trail", async () => {
    const role = { code: "watcher", name: "Watcher", nameZh: "值守员", scope: "ALL" };
    const made = await admin.post(
      "/api/roles",
      { ...role, permissions: ["ops:read"] },
      { headers: { "x-request-id": "made-a-role" } },
    );
    expect(made.status).toBe(200);
    const path = "/api/logs/requests/made-a-role/events";
    const event = {
      type: "role.created",
      outcome: "DONE",
      entityType: "role",
      entityKey: "watcher",
    };
    const nowhere = { lineCode: null, stationCode: null, runNo: null, woNo: null };
    expect((await admin.get(path)).body).toMatchObject({
      items: [{ ...event, ...nowhere, actorName: expect.stringContaining("admin") }],
      hasMore: false,
    });
    const watcher = await app.as("watcher");
    expect((await watcher.get(path)).body.items).toMatchObject([{ ...event, actorName: null }]);
    expect((await admin.get("/api/logs/requests/unknown/events")).body).toEqual({
      items: [],
      hasMore: false,
    });
  });

  test("logs are for who may read the server's health", async () => {
    const planner = await app.as("planner");
    for (const path of ["/api/logs", "/api/logs/requests/x/events"]) {
      expect(await planner.get(path)).toMatchObject({
        status: 403,
        body: { code: "FORBIDDEN", context: { permission: "ops:read" } },
      });
      expect((await app.request("GET", path)).status).toBe(401);
    }
  });

  test.each([
    ["an unknown level", "level=loud", "VALIDATION_FAILED"],
    ["too many at once", "limit=5000", "VALIDATION_FAILED"],
    ["no instant", "from=yesterday", "VALIDATION_FAILED"],
    ["another place", "place=../../etc", "VALIDATION_FAILED"],
    ["a cursor that is none of ours", "cursor=zzz", "CURSOR_INVALID"],
  ])("a bad question is refused: %s", async (_, query, code) => {
    expect(await admin.get(`/api/logs?${query}`)).toMatchObject({ status: 400, body: { code } });
  });

  test("with a folder every line is found in its files, filtered and page by page", async () => {
    const { logs, log } = app.platform;
    logs.keep({ dir: join(home, "logs"), fileBytes: 1024 * 1024, files: 3 });
    for (let number = 0; number < 7; number++) {
      app.clock.advance(1);
      log.warn(`slow ${number}`, {
        requestId: `r-${number}`,
        job: `j-${number}`,
        password: "s3cret",
      });
    }
    log.error('quote "here"\nand there');
    await logs.files?.flush();
    expect(readFileSync(join(home, "logs", "lineside.log"), "utf8")).not.toContain("s3cret");
    const first = (await admin.get("/api/logs?q=slow&limit=3")).body;
    expect(first).toMatchObject({ place: "FILES", dir: join(home, "logs"), lost: 0 });
    expect(first.items.map((row: { message: string }) => row.message)).toEqual([
      ...["slow 6", "slow 5", "slow 4"],
    ]);
    expect(first.items[0]).toMatchObject({ requestId: "r-6", jobId: "j-6", error: null });
    expect(await found(`q=slow&limit=200&cursor=${first.nextCursor}`)).toEqual([
      ...["slow 3", "slow 2", "slow 1", "slow 0"],
    ]);
    expect((await found("level=error"))[0]).toBe('quote "here"\nand there');
    expect(await found(`q=${encodeURIComponent('QUOTE "here"\nand')}`)).toEqual([
      'quote "here"\nand there',
    ]);
    expect(await found("requestId=r-3")).toEqual(["slow 3"]);
    expect(await found("requestId=r-")).toEqual([]);
    const at = first.items[2].time;
    expect(await found(`q=slow&to=${at}`)).toEqual(["slow 3", "slow 2", "slow 1", "slow 0"]);
    expect((await found(`q=slow&from=${at}`)).toReversed()).toEqual(["slow 4", "slow 5", "slow 6"]);
    // What was told before the folder was known is in its files too.
    expect(await found("requestId=from-the-screen-1")).toEqual(["request failed"]);
    expect((await admin.get("/api/logs?place=MEMORY&limit=2")).body).toMatchObject({
      place: "MEMORY",
      items: [{ level: "error" }, { message: "slow 6" }],
      nextCursor: expect.any(String),
    });
  });

  test("pages of what is in memory do not repeat a line", async () => {
    const first = (await admin.get("/api/logs?place=MEMORY&limit=2")).body;
    const query = `place=MEMORY&limit=200&cursor=${first.nextCursor}`;
    const rest = (await admin.get(`/api/logs?${query}`)).body;
    const ids = [...first.items, ...rest.items].map(({ id }: { id: string }) => id);
    expect(ids).toEqual([...new Set(ids)]);
    expect(ids.length).toBe(app.platform.logs.remembered.length);
    expect(rest.nextCursor).toBeNull();
  });
});
