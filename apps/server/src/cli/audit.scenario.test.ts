import { afterAll, beforeAll, expect, spyOn, test } from "bun:test";
import { eachDialect } from "@lineside/testkit/database";
import { SealedTrail } from "../modules/audit/sealed-trail.fixture.ts";
import { audit } from "./audit.ts";

eachDialect((dialect) => {
  const trail = new SealedTrail();
  beforeAll(() => trail.open(dialect));
  afterAll(trail.close);

  /** The verb beside the running server. */
  const run = async (...words: string[]) => {
    const { config } = trail.app.platform;
    const written: string[] = [];
    const out = spyOn(process.stdout, "write").mockImplementation((text) => {
      written.push(String(text));
      return true;
    });
    const before = { ...process.env };
    const files = config.files as { dir: string };
    Object.assign(process.env, {
      ...{ DATABASE_URL: config.databaseUrl, APP_SECRET: config.secret },
      ...{ APP_FILES_DIR: files.dir, APP_TIMEZONE: "Asia/Shanghai" },
    });
    try {
      const code = await audit(["verify", ...words]);
      return { code, text: written.join("") };
    } finally {
      out.mockRestore();
      for (const name of ["DATABASE_URL", "APP_SECRET", "APP_FILES_DIR", "APP_TIMEZONE"])
        if (before[name] === undefined) delete process.env[name];
        else process.env[name] = before[name];
    }
  };

  test("an intact trail ends with 0 and its newest seal", async () => {
    const seals = await trail.seals();
    const { code, text } = await run();
    expect([code, text.split("\n").slice(0, 2)]).toEqual([
      0,
      [
        `The trail is intact: 2 seals (1–2), ${seals[0]!.rows + seals[1]!.rows} events`,
        `  newest seal 2: ${seals[1]!.hash}`,
      ],
    ]);
    const nothing = { code: 0, text: "Nothing of this time is sealed yet.\n" };
    expect(await run("--to=2026-11-21")).toEqual(nothing);
    expect((await run("--from=2026-11-22", "--to", "2026-11-22")).text).toContain("2 seals");
  });

  test("a broken one names the first row and ends with 1", async () => {
    const [first] = await trail.seals();
    const id = first!.toId;
    const set = { actorName: "forged" };
    await trail.forge.updateTable("platform_event").set(set).where("id", "=", id).execute();
    const { code, text } = await run();
    expect([code, text.split("\n")[1]]).toEqual([
      1,
      `  first ROW_CHANGED in seal 1, event ${id}: the row is not what was sealed`,
    ]);
    const json = JSON.parse((await run("--json")).text);
    expect(json).toMatchObject({
      ...{ seals: 2, fromSeq: 1, toSeq: 2, findingCount: 1, foreign: 0 },
      findings: [{ code: "ROW_CHANGED", seal: 1, eventId: id }],
    });
  });

  test("words it does not know are told", async () => {
    expect(audit(["check"])).rejects.toThrow("Usage: lineside audit verify");
    expect(run("--from=yesterday")).rejects.toThrow("Usage: lineside audit verify");
  });
});
