import type { Database, Dialect } from "@lineside/db";
import type { Binary } from "@lineside/testkit/binary";
import { freshDatabase } from "@lineside/testkit/database";
import { makePlant, makeRun, type TestPlant, type TestRun } from "@lineside/testkit/factory";
import { createUser, ensureRoles } from "../modules/auth/index.ts";
import { systemClock } from "../platform/clock.ts";
import { readConfig } from "../platform/config.ts";
import { createLogger } from "../platform/logger.ts";
import { createPlatform } from "../platform/platform.ts";

export const password = "correct horse battery";

/** A line of three steps, an open run and its people, written before a binary first sees them. */
export interface Floor {
  url: string;
  /** What a binary needs to serve it. */
  env: Record<string, string>;
  plant: TestPlant;
  run: TestRun;
  people: FloorPerson[];
  dispose(): Promise<void>;
}

export interface FloorPerson {
  id: string;
  username: string;
}

export async function makeFloor(
  dialect: Dialect,
  wanted: { operators: number; units: number; admin?: boolean; hasClocks?: boolean },
): Promise<Floor> {
  const { url, db, dispose } = await freshDatabase(dialect);
  const env = {
    DATABASE_URL: url,
    APP_SECRET: "a-secret-that-every-node-and-start-shares",
    APP_WEB_MODE: "off",
  };
  // With clocks each board that passes MOUNT starts one, and the next scan in ends it.
  const traits: Record<string, string[]> = { MOUNT: ["reflow"], AOI: ["wash"] };
  const steps = ["PRINT", "MOUNT", "AOI"].map((code) => ({
    code,
    traits: (wanted.hasClocks && traits[code]) || [],
  }));
  const plant = await makePlant(db, { steps });
  const run = await makeRun(db, plant, { units: wanted.units, planQty: wanted.units + 1 });
  const stationIds = plant.stationIds;
  const names = Array.from({ length: wanted.operators }, (_, index) => `operator-${index + 1}`);
  const people = await makePeople(db, env, [
    ...names.map((username) => ({ username, roles: ["operator"], stationIds })),
    ...(wanted.admin ? [{ username: "chief", roles: ["admin"] }] : []),
  ]);
  // The binary takes the lock of a SQLite file.
  await db.close();
  return { url, env, plant, run, people, dispose };
}

/** People with that password, in a database no server has open. */
export async function makePeople(
  db: Database,
  env: Record<string, string>,
  wanted: { username: string; roles: string[]; stationIds?: string[]; lineIds?: string[] }[],
): Promise<FloorPerson[]> {
  const log = createLogger("silent", () => "");
  const platform = await createPlatform({
    config: readConfig(env, []),
    db,
    clock: systemClock,
    log,
  });
  await ensureRoles(platform);
  const people: FloorPerson[] = [];
  for (const { username, stationIds = [], ...rest } of wanted) {
    const user = { username, name: username, password, stationIds, ...rest };
    people.push({ username, id: (await createUser(platform, user)).id });
  }
  platform.live.close();
  return people;
}

/** Signs in over HTTP; the cookie outlives restarts, sessions are in the database. */
export async function signIn(
  binary: Pick<Binary, "fetch" | "url">,
  who: { username: string; password?: string },
): Promise<string> {
  const answer = await binary.fetch("/api/auth/sign-in", {
    method: "POST",
    headers: { "content-type": "application/json", origin: binary.url },
    body: JSON.stringify({ password, ...who }),
  });
  if (answer.status !== 200)
    throw new Error(`sign-in of ${who.username}: ${answer.status} ${await answer.text()}`);
  return answer.headers
    .getSetCookie()
    .map((cookie) => cookie.split(";")[0])
    .join("; ");
}

/** What a terminal sends; the answer's body is read, so that a cut one throws. */
export async function send(
  binary: Pick<Binary, "fetch">,
  path: string,
  given: { cookie: string; body: object; headers?: Record<string, string> },
) {
  const answer = await binary.fetch(path, {
    method: "POST",
    headers: {
      "content-type": "application/json",
      cookie: given.cookie,
      ...given.headers,
    },
    body: JSON.stringify(given.body),
  });
  const text = await answer.text();
  // biome-ignore lint/suspicious/noExplicitAny: a test asserts on what came back, whatever it is
  return { status: answer.status, body: JSON.parse(text) as any, headers: answer.headers };
}
