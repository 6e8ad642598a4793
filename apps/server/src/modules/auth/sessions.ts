import type { Database } from "@lineside/db";
import { type SessionRow, sessionList, sessionsRevoke } from "@lineside/domain/auth";
import { AppError, type Instant } from "@lineside/domain/kernel";
import { z } from "zod";
import { defineCommand } from "../../platform/command.ts";
import { defineQuery } from "../../platform/query.ts";
import { endOwnSessions, requireOwner, requireOwnerIn, sessionsOf } from "./session-store.ts";
import { forgetFailures, lockOf } from "./sign-in-store.ts";
import { findUser } from "./store.ts";

const manage = "system:user_manage";
const ended = z.object({ ended: z.number() });

/** Where I am signed in. */
export const listOwnSessions = defineQuery({
  name: "account.sessions",
  permission: "signedIn",
  input: z.object({}),
  output: sessionList,
  async run({ db, now, actor, caller }) {
    const id = await requireOwner(db, { actor, caller });
    return { items: await rowsOf(db, id, { now, current: caller.sessionId }) };
  },
});

/** Ends one of my sessions, or all but the one that asks. */
export const revokeOwnSessions = defineCommand({
  name: "account.revokeSessions",
  permission: "signedIn",
  scope: "none",
  input: sessionsRevoke.pick({ sessionId: true }),
  output: ended,
  async run({ tx, actor, caller, emit }, { sessionId }) {
    const id = await requireOwnerIn(tx, { actor, caller });
    const which = sessionId ? { only: sessionId } : { except: caller.sessionId };
    const count = await endOwnSessions(tx, id, which);
    if (sessionId && count === 0) throw new AppError("not_found", "SESSION_NOT_FOUND");
    const subject = { entityType: "user", entityId: id, entityKey: actor.name };
    if (count > 0) emit({ ...subject, type: "session.revoked", data: { after: { ended: count } } });
    return { ended: count };
  },
});

/** Where a user is signed in. */
export const listUserSessions = defineQuery({
  name: "user.sessions",
  permission: manage,
  input: z.object({ id: z.string() }),
  output: sessionList,
  run: async ({ db, now, caller }, { id }) => ({
    items: await rowsOf(db, id, { now, current: caller.sessionId }),
  }),
});

/** Ends one or all sessions of a user, e.g. after a tablet was lost. */
export const revokeUserSessions = defineCommand({
  name: "user.revokeSessions",
  permission: manage,
  scope: "none",
  input: sessionsRevoke.extend({ id: z.string() }),
  output: ended,
  async run({ tx, about, emit }, { id, sessionId, reason }) {
    const user = await findUser(tx, id);
    if (!user) throw new AppError("not_found", "USER_NOT_FOUND", { id });
    const subject = { entityType: "user", entityId: id, entityKey: user.username };
    about(subject);
    const count = await endOwnSessions(tx, id, { only: sessionId });
    if (sessionId && count === 0) throw new AppError("not_found", "SESSION_NOT_FOUND");
    const data = { after: { ended: count }, ...(reason ? { reason } : {}) };
    if (count > 0) emit({ ...subject, type: "session.revoked", data });
    return { ended: count };
  },
});

/** Lets somebody try again who is locked after too many failed sign-ins. */
export const unlockUser = defineCommand({
  name: "user.unlock",
  permission: manage,
  scope: "none",
  input: z.object({ id: z.string() }),
  output: z.object({ ok: z.literal(true) }),
  async prepare(px, { id }) {
    const user = await lockOf(px.db, id);
    if (!user) throw new AppError("not_found", "USER_NOT_FOUND", { id });
    if (!user.lockedUntil || user.lockedUntil <= px.now)
      throw new AppError("refused", "SIGN_IN_NOT_LOCKED", { username: user.username });
    px.forgive({ kind: "SIGN_IN", key: user.username });
    return user.username;
  },
  async run({ tx, emit }, { id }, username) {
    await forgetFailures(tx, username);
    const subject = { entityType: "user", entityId: id, entityKey: username };
    emit({ ...subject, type: "user.unlocked" });
    return { ok: true as const };
  },
});

async function rowsOf(
  db: Database,
  userId: string,
  { now, current }: { now: Instant; current: string | null },
): Promise<SessionRow[]> {
  const rows = await sessionsOf(db, userId, now);
  return rows.map(({ ipAddress, ...row }) => ({
    ...row,
    userAgent: row.userAgent || null,
    ip: ipAddress || null,
    isCurrent: row.id === current,
  }));
}
