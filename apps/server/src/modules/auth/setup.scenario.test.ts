import { afterAll, beforeAll, expect, test } from "bun:test";
import { TestApp } from "@lineside/testkit/app";
import { eachDialect } from "@lineside/testkit/database";
import { openSetup } from "./index.ts";

eachDialect((dialect) => {
  let app: TestApp;
  let token: string;
  beforeAll(async () => {
    app = await TestApp.start(dialect);
    token = (await openSetup(app.platform)) ?? "";
  });
  afterAll(() => app.dispose());

  const setUp = (body: object) => app.request("POST", "/api/auth/setup", { body });
  const first = { username: "chief", name: "Chief", password: "a long first password" };

  test("the set-up link makes the first administrator once, and nobody without it", async () => {
    expect((await app.request("GET", "/api/auth/setup")).body).toEqual({ isOpen: true });
    const rows: [string, object, number, string][] = [
      ["wrong token      ", { ...first, token: "guess" }, 403, "SETUP_TOKEN_INVALID"],
      ["short password   ", { ...first, token, password: "short" }, 400, "VALIDATION_FAILED"],
      ["bad user name    ", { ...first, token, username: "a b" }, 400, "VALIDATION_FAILED"],
      [
        "name as password ",
        { ...first, token, username: "chiefchief", password: "chiefchief" },
        400,
        "VALIDATION_FAILED",
      ],
    ];
    for (const [, body, status, code] of rows)
      expect(await setUp(body)).toMatchObject({ status, body: { code } });

    const mark = await app.mark();
    const atOnce = await Promise.all([
      setUp({ ...first, token }),
      setUp({ ...first, token, username: "second" }),
    ]);
    expect(atOnce.map((answer) => answer.status).sort()).toEqual([200, 409]);
    expect(atOnce.find((answer) => answer.status === 409)?.body.code).toBe("SETUP_DONE");
    expect(await app.events(mark)).toEqual(["user.created"]);
    const done = atOnce.find((answer) => answer.status === 200);
    const cookie = done?.headers
      .getSetCookie()
      .map((each) => each.split(";")[0])
      .join("; ");
    const me = await app.request("GET", "/api/auth/me", { headers: { cookie: cookie ?? "" } });
    expect(me.body).toMatchObject({ homePage: "/admin", roles: [{ code: "admin" }] });

    expect((await app.request("GET", "/api/auth/setup")).body).toEqual({ isOpen: false });
    expect(await setUp({ ...first, token })).toMatchObject({
      status: 409,
      body: { code: "SETUP_DONE" },
    });
    expect(await openSetup(app.platform)).toBeNull();
  });
});
