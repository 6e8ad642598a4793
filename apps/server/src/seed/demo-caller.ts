import { fullAccess } from "@lineside/domain/auth";
import { addMs, assert, type Instant } from "@lineside/domain/kernel";
import { allDoors } from "../app.ts";
import { systemCaller } from "../modules/auth/index.ts";
import { type Actor, systemActor } from "../platform/actor.ts";
import { loadActor } from "../platform/auth/sessions.ts";
import { execute } from "../platform/command.ts";
import type { Platform } from "../platform/platform.ts";

/**
 * Drives the house through its own doors: what the demo holds went through the same permissions,
 * guards and events as a person's work. Time is the demo's own, so that its history has a length.
 */
export class DemoCaller {
  #now: Instant;
  readonly #doors = allDoors().flatMap((doors) => doors.endpoints);
  readonly #actors = new Map<string, Promise<Actor>>();

  constructor(
    readonly platform: Platform,
    start: Instant,
  ) {
    this.#now = start;
  }

  now(): Instant {
    return this.#now;
  }

  /** Seconds pass. */
  wait(seconds: number): void {
    this.#now = addMs(this.#now, seconds * 1000);
  }

  /** Time passes until then; it never goes back. */
  waitUntil(at: Instant): void {
    if (at > this.#now) this.#now = at;
  }

  /** The command behind a door, run as that user; without a user as the server itself. */
  // biome-ignore lint/suspicious/noExplicitAny: the answer's shape is the door's
  async call(door: string, input: object, username?: string): Promise<any> {
    const found = this.#doors.find(({ method, path }) => `${method} ${path}` === door);
    const operation = found?.operation;
    assert(operation?.kind === "command", `no command behind ${door}`);
    const actor = username ? await this.#actorOf(username) : systemActor("demo", everything);
    const caller = { ...systemCaller("demo"), actor };
    const deps = { ...this.platform, clock: this };
    return (await execute(deps, operation, { input, caller })).value;
  }

  #actorOf(username: string): Promise<Actor> {
    let actor = this.#actors.get(username);
    if (!actor) {
      actor = this.#loadActor(username);
      this.#actors.set(username, actor);
    }
    return actor;
  }

  async #loadActor(username: string): Promise<Actor> {
    const { db } = this.platform;
    const { id } = await db.read
      .selectFrom("auth_user")
      .select("id")
      .where("username", "=", username)
      .executeTakeFirstOrThrow();
    const actor = await loadActor(db, id);
    assert(actor, `${username} is not active`);
    return actor;
  }
}

const everything = fullAccess;
