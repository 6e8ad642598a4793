import { createUser } from "@lineside/server/modules/auth";
import type { Answer, RequestOptions, TestApp } from "./app.ts";

import { testPassword } from "./password.ts";

export { testPassword };

/** A signed-in person: requests carry that person's session cookie. */
export class Person {
  readonly id: string;
  readonly username: string;
  readonly cookie: string;

  constructor(
    readonly app: TestApp,
    who: { id: string; username: string; cookie: string },
  ) {
    this.id = who.id;
    this.username = who.username;
    this.cookie = who.cookie;
  }

  get = (path: string, options?: RequestOptions) => this.#send("GET", path, options);
  post = (path: string, body: unknown = {}, options?: RequestOptions) =>
    this.#send("POST", path, { ...options, body });
  put = (path: string, body: unknown = {}, options?: RequestOptions) =>
    this.#send("PUT", path, { ...options, body });
  patch = (path: string, body: unknown = {}, options?: RequestOptions) =>
    this.#send("PATCH", path, { ...options, body });
  delete = (path: string, body: unknown = {}, options?: RequestOptions) =>
    this.#send("DELETE", path, { ...options, body });

  #send(method: string, path: string, options: RequestOptions = {}): Promise<Answer> {
    return this.app.request(method, path, {
      ...options,
      headers: { cookie: this.cookie, ...options.headers },
    });
  }
}

/** The people of a test, one per role and bindings. */
export class People {
  readonly #known = new Map<string, Promise<Person>>();

  constructor(readonly app: TestApp) {}

  of(role: string, bindings: { lines?: string[]; stations?: string[] }): Promise<Person> {
    const key = `${role}|${bindings.lines?.join() ?? ""}|${bindings.stations?.join() ?? ""}`;
    let person = this.#known.get(key);
    if (!person) {
      person = this.#make(role, bindings, this.#known.size + 1);
      this.#known.set(key, person);
    }
    return person;
  }

  async #make(
    role: string,
    bindings: { lines?: string[]; stations?: string[] },
    number: number,
  ): Promise<Person> {
    const { platform } = this.app;
    const ids = async (table: "plant_line" | "plant_station", codes: string[] = []) =>
      codes.length === 0
        ? []
        : (
            await platform.db.read
              .selectFrom(table)
              .select("id")
              .where("code", "in", codes)
              .execute()
          ).map((row) => row.id);
    const username = `${role.replaceAll("_", "-")}-${number}`;
    const user = await createUser(platform, {
      username,
      name: `${role} ${number}`,
      password: testPassword,
      roles: [role],
      lineIds: await ids("plant_line", bindings.lines),
      stationIds: await ids("plant_station", bindings.stations),
    });
    const cookie = await signIn(this.app, username);
    return new Person(this.app, { id: user.id, username, cookie });
  }
}

/** Signs in over HTTP and returns the cookie header of the session. */
export async function signIn(
  app: TestApp,
  username: string,
  password = testPassword,
): Promise<string> {
  const answer = await app.request("POST", "/api/auth/sign-in", { body: { username, password } });
  if (answer.status !== 200)
    throw new Error(`sign-in of ${username}: ${answer.status} ${JSON.stringify(answer.body)}`);
  return answer.headers
    .getSetCookie()
    .map((cookie) => cookie.split(";")[0] ?? "")
    .join("; ");
}
