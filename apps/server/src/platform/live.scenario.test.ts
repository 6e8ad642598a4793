import { afterAll, beforeAll, expect, test } from "bun:test";
import { TestApp } from "@lineside/testkit/app";
import { eachDialect } from "@lineside/testkit/database";
import { makePlant, makeRun, type TestPlant } from "@lineside/testkit/factory";
import type { Person } from "@lineside/testkit/people";
import type { Change } from "./live.ts";

/** An open screen: collects what the stream tells it. */
class Screen {
  readonly #reader: {
    read(): Promise<{ done: boolean; value?: Uint8Array | undefined }>;
    cancel(): Promise<void>;
  };
  readonly #decoder = new TextDecoder();
  #text = "";

  constructor(response: Response) {
    this.#reader = (response.body as ReadableStream<Uint8Array>).getReader();
  }

  /** Reads until the text is there; the test's own time limit ends a wait in vain. */
  async until(expected: string): Promise<void> {
    while (!this.#text.includes(expected)) {
      const { done, value } = await this.#reader.read();
      if (done) throw new Error(`the stream ended without ${expected}: ${this.#text}`);
      this.#text += this.#decoder.decode(value, { stream: true });
    }
  }

  get changes(): Change[] {
    return [...this.#text.matchAll(/^data: (.*)$/gm)].map((match) => JSON.parse(match[1] ?? ""));
  }

  get types(): string[] {
    return this.changes.map((change) => change.type);
  }

  close(): Promise<void> {
    return this.#reader.cancel();
  }
}

eachDialect((dialect) => {
  let app: TestApp;
  let plant: TestPlant;
  let far: TestPlant;
  let admin: Person;
  let here: Person;
  let there: Person;

  beforeAll(async () => {
    app = await TestApp.start(dialect);
    plant = await makePlant(app.db, { steps: [{ code: "PRINT" }] });
    far = await makePlant(app.db, { line: "FAR", steps: [{ code: "PRINT" }] });
    admin = await app.as("admin");
    here = await app.as("operator", { stations: plant.stations });
    there = await app.as("line_leader", { lines: ["FAR"] });
  });
  afterAll(() => app.dispose());

  const open = async (person: Person): Promise<Screen> => {
    const request = new Request("http://localhost/api/stream", {
      headers: { cookie: person.cookie },
    });
    const response = await app.handle(request);
    expect(response.status).toBe(200);
    expect(response.headers.get("content-type")).toBe("text/event-stream");
    expect(response.headers.get("cache-control")).toBe("no-store");
    const screen = new Screen(response);
    await screen.until(": open");
    return screen;
  };
  /** Heard by everybody: marks the end of what a screen may have missed. */
  const settle = (name: string) => admin.patch("/api/settings", { plantName: name });

  test("a committed change reaches the screens of its line, and no refused one", async () => {
    const [whole, mine, theirs] = [await open(admin), await open(here), await open(there)];
    const run = await makeRun(app.db, plant, { units: 2 });
    const farRun = await makeRun(app.db, far, { units: 1 });
    const [sn = ""] = run.sns;
    await here.post("/api/stations/PRINT-A/track-in", { sn });
    await here.post("/api/stations/PRINT-A/track-in", { sn });
    await there.post("/api/stations/PRINT-FAR/track-in", { sn: farRun.sns[0] });
    await settle("Suzhou");
    for (const screen of [whole, mine, theirs]) await screen.until("settings.changed");
    expect(mine.types).toEqual(["unit.trackedIn", "run.started", "settings.changed"]);
    expect(theirs.types).toEqual(["unit.trackedIn", "run.started", "settings.changed"]);
    expect(whole.types).toHaveLength(5);
    expect(mine.changes[0] as object).toEqual({
      id: expect.any(String),
      type: "unit.trackedIn",
      entityType: "unit",
      entityKey: sn,
      lineId: plant.lineId,
      stationId: plant.stationIds[0] ?? "",
      runId: run.runId,
    });
    expect(JSON.stringify(theirs.changes)).not.toContain(sn);
    for (const screen of [whole, mine, theirs]) await screen.close();
  });

  test("more events than one notice holds all arrive, in order", async () => {
    const run = await makeRun(app.db, plant, { no: 2, units: 1, planQty: 40 });
    const screen = await open(admin);
    const { db, announce } = app.platform;
    const row = { lineId: plant.lineId, stationId: null, runId: run.runId };
    const rows = Array.from({ length: 40 }, (_, n) => ({
      ...row,
      id: `${n}`,
      type: "unit.created",
      entityType: "unit",
      entityKey: `SN-${"x".repeat(60)}-${n}`,
      data: {},
    }));
    await db.unit(async (tx) => {
      await announce(tx, rows as unknown as Parameters<typeof announce>[1]);
    });
    await screen.until(`-39"`);
    expect(screen.changes.map((change) => change.id)).toEqual(rows.map((each) => each.id));
    await screen.close();
  });

  test("a screen that is closed is forgotten", async () => {
    const before = app.platform.live.listeners;
    const screen = await open(here);
    expect(app.platform.live.listeners).toBe(before + 1);
    await screen.close();
    expect(app.platform.live.listeners).toBe(before);
  });

  test("needs a session", async () => {
    expect(await app.request("GET", "/api/stream")).toMatchObject({
      status: 401,
      body: { code: "UNAUTHORIZED" },
    });
  });
});
