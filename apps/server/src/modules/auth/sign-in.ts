import { signInInput } from "@lineside/domain/auth";
import { AppError } from "@lineside/domain/kernel";
import { z } from "zod";
import { type ActionContext, defineAction } from "../../platform/action.ts";
import type { Caller } from "../../platform/actor.ts";
import type { Teller } from "../../platform/events.ts";
import { tell, tellRefused } from "../../platform/trail.ts";
import { userByName } from "./account-store.ts";

/** Sign-in with user name and password. Failures are counted per account and per address. */
export const signIn = defineAction({
  name: "session.signIn",
  permission: "public",
  input: signInInput,
  async run(ax, { username, password }) {
    const { platform, caller } = ax;
    const now = platform.clock.now();
    const trial = { kind: "SIGN_IN", key: username, ip: caller.ip } as const;
    const attempt = platform.limiter.begin(trial, now);
    const user = await userByName(platform.db, username);
    const signed = await verify(ax, username, password);
    if (!signed || !user?.isActive) {
      if (signed) await platform.identity.api.signOut({ headers: cookiesOf(signed) });
      await tellFailure(ax, username);
      throw new AppError("unauthorized", "SIGN_IN_FAILED");
    }
    attempt.succeeded();
    const subject = { entityType: "user", entityId: user.id, entityKey: username };
    await tell(platform, { ...subject, type: "session.signedIn" }, teller(caller, now, user));
    return withCookies(Response.json({ ok: true }), signed);
  },
});

/** Ends the session on the server; the cookie goes too. */
export const signOut = defineAction({
  name: "session.signOut",
  permission: "signedIn",
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

/** The Set-Cookie headers of a new session, or null when name or password are wrong. */
export async function verify(
  { platform, request }: Pick<ActionContext, "platform" | "request">,
  username: string,
  password: string,
): Promise<Headers | null> {
  try {
    const done = await platform.identity.api.signInUsername({
      body: { username, password },
      headers: new Headers({ "user-agent": request.headers.get("user-agent") ?? "" }),
      returnHeaders: true,
    });
    return done.headers;
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

async function tellFailure({ platform, caller }: ActionContext, username: string): Promise<void> {
  const subject = { entityType: "user", entityId: "", entityKey: username };
  const refusal = { command: "session.signIn", code: "SIGN_IN_FAILED", context: {}, subject };
  const by = teller(caller, platform.clock.now(), { id: null, name: username });
  await tellRefused(platform, refusal, by);
}

function teller(caller: Caller, now: string, who: { id: string | null; name: string }): Teller {
  return { caller, now, actorId: who.id, actorName: who.name, actorKind: "USER" };
}
