import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { isPermission, may, type Permission, presetRoles } from "@lineside/domain/auth";
import { TestApp } from "@lineside/testkit/app";
import { makePlant } from "@lineside/testkit/factory";
import { z } from "zod";
import { allDoors } from "../app.ts";
import { Doors, type Endpoint } from "./http/api.ts";
import { defineQuery } from "./query.ts";

/** Doors without a session. One more of them is a decision, taken here. */
const publicDoors = [
  "POST /auth/sign-in",
  "GET /auth/setup",
  "POST /auth/setup",
  "GET /maintenance",
];

/** Doors for everybody who is signed in: the own account and what every screen needs. */
const signedInDoors = [
  "POST /auth/sign-out",
  "GET /auth/me",
  "PATCH /auth/me",
  "POST /auth/me/password",
  "GET /auth/sessions",
  "POST /auth/sessions/revoke",
  "GET /auth/second-factor",
  "POST /auth/second-factor",
  "POST /auth/second-factor/confirm",
  "POST /auth/second-factor/remove",
  "POST /auth/badge",
  "DELETE /auth/badge",
  "GET /notices",
  "GET /notices/unread",
  "POST /notices/read-all",
  "POST /notices/:id/read",
  "DELETE /notices/:id",
  "GET /roles",
  "GET /search",
  "GET /settings",
  "GET /stream",
];

const nameOf = ({ method, path }: Endpoint) => `${method} ${path}`;
const endpoints = allDoors()
  .flatMap((doors) => doors.endpoints)
  // Signing out ends the session the walk needs.
  .sort((a, b) => Number(a.path.endsWith("sign-out")) - Number(b.path.endsWith("sign-out")));

/** Doors whose requirement is none of the known ones, or weaker than the lists above say. */
function faultyDoors(all: Endpoint[]): string[] {
  return all.flatMap((endpoint) => {
    const { permission } = endpoint.operation;
    const isKnown =
      permission === "public"
        ? publicDoors.includes(nameOf(endpoint))
        : permission === "signedIn"
          ? signedInDoors.includes(nameOf(endpoint))
          : isPermission(permission ?? "");
    return isKnown ? [] : [`${nameOf(endpoint)}: ${permission}`];
  });
}

describe("the doors of the house", () => {
  test("each asks for a permission, or is on the list of those that need none", () => {
    expect(endpoints.length).toBeGreaterThan(60);
    expect(faultyDoors(endpoints)).toEqual([]);
    const names = new Set(endpoints.map(nameOf));
    expect([...publicDoors, ...signedInDoors].filter((name) => !names.has(name))).toEqual([]);
  });

  test("a new door without a permission, or open to everybody, is found", () => {
    const door = (permission: unknown) =>
      defineQuery({
        name: "x.read",
        permission: permission as Permission,
        input: z.object({}),
        run: async () => null,
      });
    const doors = new Doors()
      .get("/forgotten", door(undefined))
      .get("/typo", door("run:reed"))
      .get("/open", door("public"))
      .get("/anybody", door("signedIn"))
      .get("/fine", door("run:read"));
    expect(faultyDoors(doors.endpoints)).toEqual([
      "GET /forgotten: undefined",
      "GET /typo: run:reed",
      "GET /open: public",
      "GET /anybody: signedIn",
    ]);
    expect(() => new Doors().get("/inside", door("internal"))).toThrow("INTERNAL");
  });

  test("each leads to an operation of its own name at its own address", () => {
    expect(new Set(endpoints.map(nameOf)).size).toBe(endpoints.length);
    expect(new Set(endpoints.map(({ operation }) => operation.name)).size).toBe(endpoints.length);
  });
});

describe("every door × every role", () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await TestApp.start("sqlite");
    await makePlant(app.db, { steps: [{ code: "PRINT" }] });
  });
  afterAll(() => app.dispose());

  /** Nothing at these addresses exists and the body is empty: nobody changes anything. */
  const knock = async ({ method, path }: Endpoint, who: Record<string, string> = {}) => {
    const url = `http://localhost/api${path.replace(/:\w+/g, "nothing-here")}`;
    const headers = { "content-type": "application/json", ...who };
    const body = method === "GET" ? undefined : "{}";
    const response = await app.handle(new Request(url, { method, headers, body }));
    const isProblem = response.headers.get("content-type") === "application/problem+json";
    const problem = isProblem ? ((await response.json()) as { code: string }) : null;
    if (!isProblem) await response.body?.cancel();
    return { status: response.status, code: problem?.code ?? null };
  };

  test.each(endpoints.map((endpoint) => [nameOf(endpoint), endpoint] as const))(
    "%s without a session",
    async (_, endpoint) => {
      const { status, code } = await knock(endpoint);
      if (endpoint.operation.permission === "public") {
        expect(status).not.toBe(401);
        expect(status).toBeLessThan(500);
      } else expect({ status, code }).toEqual({ status: 401, code: "UNAUTHORIZED" });
    },
  );

  test.each(presetRoles.map((role) => role.code))("%s opens what the role says", async (code) => {
    const person = await app.as(code, { lines: ["A"], stations: ["PRINT-A"] });
    const { access } = (await person.get("/api/auth/me")).body;
    const wrong: string[] = [];
    for (const endpoint of endpoints) {
      const { permission } = endpoint.operation;
      const answer = await knock(endpoint, { cookie: person.cookie });
      const isMeant =
        permission === "public" ||
        permission === "signedIn" ||
        may(access, permission as Permission);
      const isRefused = answer.status === 403 && answer.code === "FORBIDDEN";
      const isFine = isMeant
        ? answer.status !== 401 && answer.status < 500 && !isRefused
        : isRefused;
      if (!isFine) wrong.push(`${nameOf(endpoint)} ${answer.status} ${answer.code}`);
    }
    expect(wrong).toEqual([]);
  });

  test("a machine's key opens the doors that take events, and no others", async () => {
    const admin = await app.as("admin");
    const { key } = (await admin.post("/api/api-keys", { name: "Machine" })).body;
    const wrong: string[] = [];
    for (const endpoint of endpoints) {
      const { permission } = endpoint.operation;
      if (permission === "public") continue;
      const { status, code } = await knock(endpoint, { "x-api-key": key });
      const isRefused = status === 403 && code === "FORBIDDEN";
      const isFine = permission === "ingest:send" ? status < 500 && !isRefused : isRefused;
      if (!isFine) wrong.push(`${nameOf(endpoint)} ${status} ${code}`);
    }
    expect(wrong).toEqual([]);
  });
});
