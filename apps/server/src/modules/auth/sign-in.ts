import type { Tx } from "@lineside/db";
import { lockedUntil, type SignInFailures, signInInput } from "@lineside/domain/auth";
import { AppError, elapsedMs, type Instant } from "@lineside/domain/kernel";
import { z } from "zod";
import { type ActionContext, defineAction } from "../../platform/action.ts";
import type { Caller } from "../../platform/actor.ts";
import { hashOfRecoveryCode, stepOf } from "../../platform/auth/one-time-codes.ts";
import type { Teller } from "../../platform/events.ts";
import type { Platform } from "../../platform/platform.ts";
import { changeAndTell, tell } from "../../platform/trail.ts";
import { userByName } from "./account-store.ts";
import { countFailure } from "./failed-sign-in.ts";
import { secondFactorOf, takeRecoveryCode, takeStep } from "./second-factor-store.ts";
import { failuresOf, forgetFailures, noteStart } from "./sign-in-store.ts";

/**
 * Sign-in with user name, password and, where there is one, a second factor. Failures are counted
 * per account and per address. A name nobody has costs one hash and locks like any other.
 */
export const signIn = defineAction({
  name: "session.signIn",
  permission: "public",
  worksInMaintenance: true,
  input: signInInput,
  async run(ax, { username, password, code }) {
    const { platform, caller } = ax;
    const now = platform.clock.now();
    const trial = { kind: "SIGN_IN", key: username, ip: caller.ip } as const;
    const attempt = platform.limiter.begin(trial, now);
    const failures = await failuresOf(platform.db, username);
    refuseLocked(failures, now);
    const user = await userByName(platform.db, username);
    const signed = await verify(ax, username, password);
    if (!signed || !user?.isActive) {
      if (signed) await takeBack(platform, signed);
      return refuse(ax, { username, userId: user?.id ?? null, code: "SIGN_IN_FAILED" });
    }
    const factor = await secondFactorOf(platform.db, user.id);
    const isAsked = (factor?.confirmedAt ?? null) !== null;
    if (isAsked && code === undefined) {
      await takeBack(platform, signed);
      attempt.forgiven();
      throw new AppError("unauthorized", "SECOND_FACTOR_REQUIRED");
    }
    const proof = isAsked ? await prove(ax, { userId: user.id, factor, code }) : null;
    if (isAsked && proof === null) {
      await takeBack(platform, signed);
      return refuse(ax, { username, userId: user.id, code: "SECOND_FACTOR_WRONG" });
    }
    attempt.succeeded();
    const subject = { entityType: "user", entityId: user.id, entityKey: username };
    const data = proof === null ? {} : { data: { after: { secondFactor: proof } } };
    await changeAndTell(platform, teller(caller, now, user), async (tx) => {
      if (failures) await forgetFailures(tx, username);
      await noteStart(tx, signed.token, { now, ip: caller.ip });
      return { events: [{ ...subject, ...data, type: "session.signedIn" }] };
    });
    return withCookies(Response.json({ ok: true }), signed.cookies);
  },
});

export function refuseLocked(failures: SignInFailures | null, now: Instant): void {
  const until = lockedUntil(failures, now);
  if (until === null) return;
  const retryAfterSeconds = Math.ceil(elapsedMs(now, until) / 1000);
  const minutes = Math.ceil(retryAfterSeconds / 60);
  throw new AppError("too_many", "SIGN_IN_LOCKED", { retryAfterSeconds, minutes });
}

interface Proving {
  userId: string;
  factor: Awaited<ReturnType<typeof secondFactorOf>>;
  code: string | undefined;
}

/** What the code is: one of the phone's, or one for whoever has lost it. Each is taken once. */
export async function prove(
  { platform, caller }: Pick<ActionContext, "platform" | "caller">,
  { userId, factor, code = "" }: Proving,
): Promise<"CODE" | "RECOVERY_CODE" | null> {
  const now = platform.clock.now();
  const by = teller(caller, now, { id: userId, name: "" });
  let isTaken = false;
  const take = (taking: (tx: Tx) => Promise<boolean>) =>
    changeAndTell(platform, by, async (tx) => {
      isTaken = await taking(tx);
      return {};
    });
  if (code.length > 6) {
    const codeHash = hashOfRecoveryCode(code);
    await take((tx) => takeRecoveryCode(tx, userId, { codeHash, now }));
    return isTaken ? "RECOVERY_CODE" : null;
  }
  const secret = factor && platform.sealing.open(factor.secret);
  if (!factor || !secret) return null;
  const step = await stepOf(code, { secret, lastStep: factor.lastStep }, now);
  if (step !== null) await take((tx) => takeStep(tx, userId, step));
  return isTaken ? "CODE" : null;
}

/** Ends the session on the server; the cookie goes too. */
export const signOut = defineAction({
  name: "session.signOut",
  permission: "signedIn",
  worksInMaintenance: true,
  input: z.object({}),
  async run({ platform, caller, request }) {
    const done = await platform.identity.api.signOut({
      headers: request.headers,
      returnHeaders: true,
    });
    platform.sessions.forget();
    const { actor } = caller;
    if (actor?.id) {
      const who = { id: actor.id, name: actor.name };
      const subject = { entityType: "user", entityId: who.id, entityKey: who.name };
      const by = teller(caller, platform.clock.now(), who);
      await tell(platform, { ...subject, type: "session.signedOut" }, by);
    }
    return withCookies(Response.json({ ok: true }), done.headers);
  },
});

/** Enough to tell browsers apart; a header may be much longer. */
const userAgentMax = 300;

export interface Signed {
  readonly cookies: Headers;
  readonly token: string;
}

/** A new session, or null when name or password are wrong. */
export async function verify(
  { platform, request }: Pick<ActionContext, "platform" | "request">,
  username: string,
  password: string,
): Promise<Signed | null> {
  try {
    const done = await platform.identity.api.signInUsername({
      body: { username, password },
      headers: new Headers({
        "user-agent": (request.headers.get("user-agent") ?? "").slice(0, userAgentMax),
      }),
      returnHeaders: true,
    });
    return { cookies: done.headers, token: done.response?.token ?? "" };
  } catch (error) {
    const status = (error as { statusCode?: number }).statusCode;
    if (status === 401 || status === 403 || status === 422 || status === 400) return null;
    throw error;
  }
}

export function withCookies(response: Response, headers: Headers): Response {
  for (const cookie of headers.getSetCookie()) response.headers.append("set-cookie", cookie);
  return response;
}

function cookiesOf(headers: Headers): Headers {
  const cookie = headers
    .getSetCookie()
    .map((each) => each.split(";")[0] ?? "")
    .join("; ");
  return new Headers({ cookie });
}

async function takeBack({ identity }: Platform, { cookies }: Signed): Promise<void> {
  await identity.api.signOut({ headers: cookiesOf(cookies) });
}

/** Counts the failure, tells it, and tells of the lock when that was one too many. */
async function refuse(
  { platform, caller }: ActionContext,
  { username, userId, code }: { username: string; userId: string | null; code: string },
): Promise<never> {
  const now = platform.clock.now();
  const subject = { entityType: "user", entityId: userId ?? "", entityKey: username };
  const by = teller(caller, now, { id: null, name: username });
  await changeAndTell(platform, by, async (tx) => {
    const refusal = { command: "session.signIn", code, context: {}, subject };
    const settings = platform.settings.current();
    return { refusal, events: await countFailure(tx, subject, { now, settings }) };
  });
  throw new AppError("unauthorized", code);
}

function teller(caller: Caller, now: string, who: { id: string | null; name: string }): Teller {
  return { caller, now, actorId: who.id, actorName: who.name, actorKind: "USER" };
}
