import { type Database, type Params, statement } from "@lineside/db";
import {
  effectiveAccess,
  floorAccess,
  mustHaveSecondFactor,
  type RoleScope,
} from "@lineside/domain/auth";
import { elapsedMs, type Instant } from "@lineside/domain/kernel";
import type { Actor } from "../actor.ts";
import { describeError, type Logger } from "../logger.ts";
import type { Settings, SettingsStore } from "../settings.ts";
import type { Identity } from "./identity.ts";

/** Who a request's cookie stands for. */
export interface SessionFacts {
  sessionId: string;
  /** The signed-in user's id; the actor is another person after a badge scan. */
  userId: string;
  operatorUserId: string | null;
  actor: Actor;
  /** When it was last written that somebody used it. */
  lastSeenAt: Instant | null;
  /** Cookies better-auth wants renewed; sent once, with the answer that noticed. */
  setCookies: string[];
}

/** A cached answer is trusted this long; every change to users, roles or bindings empties the cache. */
const trustMs = 30_000;
/** That a session is used is written at most this often. */
const noteEveryMs = 60_000;
const cachedMax = 20_000;
const cookieName = /(?:^|;\s*)((?:__Secure-)?lineside\.session_token)=([^;]+)/;

interface SessionDeps {
  readonly db: Database;
  readonly identity: Identity;
  readonly settings: SettingsStore;
  readonly log: Logger;
}

export class Sessions {
  readonly #cache = new Map<string, { facts: SessionFacts; at: Instant }>();
  readonly #seen = new Map<string, Instant>();
  #generation = 0;
  #writing: Promise<unknown> = Promise.resolve();

  constructor(readonly deps: SessionDeps) {}

  /** The session behind a request's cookie, without a database round trip while it is fresh. */
  async resolve(headers: Headers, now: Instant): Promise<SessionFacts | null> {
    const cookie = cookieName.exec(headers.get("cookie") ?? "")?.[2];
    if (!cookie) return null;
    const cached = this.#cache.get(cookie);
    if (cached && Math.abs(elapsedMs(cached.at, now)) < trustMs) return cached.facts;
    const generation = this.#generation;
    const facts = await this.#load(headers);
    if (facts && generation === this.#generation) {
      if (this.#cache.size >= cachedMax) this.#cache.clear();
      this.#cache.set(cookie, { facts: { ...facts, setCookies: [] }, at: now });
    } else this.#cache.delete(cookie);
    return facts;
  }

  /** Somebody used the session: written once a minute, and nobody waits for it. */
  noteUse(
    { sessionId, lastSeenAt }: SessionFacts,
    { now, ip }: { now: Instant; ip: string | null },
  ) {
    const last = this.#seen.get(sessionId) ?? lastSeenAt;
    if (last !== null && Math.abs(elapsedMs(last, now)) < noteEveryMs) return;
    if (this.#seen.size >= cachedMax) this.#seen.clear();
    this.#seen.set(sessionId, now);
    const { db, log } = this.deps;
    this.#writing = this.#writing
      .then(() => db.unit((tx) => tx.change(noteUse, { id: sessionId, at: now, ip })))
      .catch((error) => log.warn("use of a session unwritten", describeError(error)));
  }

  /** What is still being written, e.g. before the server ends. */
  async flush(): Promise<void> {
    await this.#writing;
  }

  /** Forgets every cached session: a user, role, binding or badge changed. */
  forget(): void {
    this.#generation++;
    this.#cache.clear();
  }

  async #load(headers: Headers): Promise<SessionFacts | null> {
    const { db, identity, settings } = this.deps;
    const found = await identity.api.getSession({ headers, returnHeaders: true });
    if (!found.response) return null;
    const { session, user } = found.response;
    // An actor as of settings that were just changed would be trusted for a while.
    if (settings.pending) await settings.pending;
    const operatorUserId = (session.operatorUserId as string | null | undefined) ?? null;
    const owner = await loadActor(db, user.id, settings.current());
    if (!owner) return null;
    const operator = operatorUserId ? await loadActor(db, operatorUserId) : null;
    return {
      sessionId: session.id,
      userId: user.id,
      operatorUserId: operator ? operatorUserId : null,
      actor: operator ? onTheFloor(operator) : owner,
      lastSeenAt: (session.lastSeenAt as Instant | null | undefined) ?? null,
      setCookies: found.headers.getSetCookie(),
    };
  }
}

/** A badge opens the floor; the password its owner must still change plays no part there. */
function onTheFloor(operator: Actor): Actor {
  return { ...operator, access: floorAccess(operator.access), mustChangePassword: false };
}

const noteUse = statement((k, p: Params<{ id: string; at: Instant; ip: string | null }>) =>
  k
    .updateTable("auth_session")
    .set({ lastSeenAt: p("at"), ipAddress: p("ip") })
    .where("id", "=", p("id")),
);

const actorRows = statement((k, p: Params<{ userId: string }>) =>
  k
    .selectFrom("auth_user as u")
    .leftJoin("auth_user_role as ur", "ur.userId", "u.id")
    .leftJoin("auth_role as r", "r.id", "ur.roleId")
    .leftJoin("auth_second_factor as sf", "sf.userId", "u.id")
    .select(["u.id", "u.name", "u.isActive", "u.mustChangePassword", "r.permissions", "r.scope"])
    .select("sf.confirmedAt")
    .where("u.id", "=", p("userId")),
);
const lineRows = statement((k, p: Params<{ userId: string }>) =>
  k.selectFrom("auth_user_line").select("lineId").where("userId", "=", p("userId")),
);
const stationRows = statement((k, p: Params<{ userId: string }>) =>
  k
    .selectFrom("auth_user_station as us")
    .innerJoin("plant_station as s", "s.id", "us.stationId")
    .select(["s.id", "s.lineId"])
    .where("us.userId", "=", p("userId")),
);

/** A user as an actor: union of the roles' permissions, widest scope wins. null when switched off. */
export async function loadActor(
  db: Database,
  userId: string,
  asks: Pick<Settings, "secondFactorForAdmins"> = { secondFactorForAdmins: false },
): Promise<Actor | null> {
  const rows = await db.query(actorRows, { userId });
  const [first] = rows;
  if (!first?.isActive) return null;
  const [lines, stations] = await Promise.all([
    db.query(lineRows, { userId }),
    db.query(stationRows, { userId }),
  ]);
  const lineIds = new Set(lines.map((row) => row.lineId));
  const stationIds = new Set(stations.map((row) => row.id));
  const roles = rows.flatMap((row) =>
    row.scope === null
      ? []
      : [{ permissions: row.permissions as string[], scope: row.scope as RoleScope }],
  );
  const access = effectiveAccess(roles, lineIds, stationIds);
  return {
    id: first.id,
    name: first.name,
    kind: "USER",
    mustChangePassword: first.mustChangePassword,
    mustAddSecondFactor: first.confirmedAt === null && mustHaveSecondFactor(access, asks),
    access,
    lineIds,
    stationIds,
    stationLineIds: new Set(stations.map((row) => row.lineId)),
  };
}
