import type { Database } from "@lineside/db";
import { betterAuth } from "better-auth";
import { username } from "better-auth/plugins";
import type { Config } from "../config.ts";
import { newId } from "../ids.ts";
import { authAdapter } from "./adapter.ts";
import { hashPassword, verifyPassword } from "./password.ts";

/** A terminal stays signed in over a shift change; who acts there changes by badge. */
export const sessionDays = 7;
const day = 24 * 60 * 60;

/**
 * better-auth with user name and password. Its HTTP handler is not mounted: the only doors are our
 * own sign-in, sign-out and account commands, so there is no self-registration to switch off.
 */
export function createIdentity(db: Database, config: Config & { secret: string }) {
  const isSecure = config.tls !== null || (config.publicUrl?.startsWith("https:") ?? false);
  return betterAuth({
    baseURL: config.publicUrl ?? "http://localhost",
    secret: config.secret,
    database: authAdapter(db),
    telemetry: { enabled: false },
    logger: { disabled: true },
    rateLimit: { enabled: false },
    emailAndPassword: {
      enabled: true,
      disableSignUp: true,
      minPasswordLength: 1,
      password: { hash: hashPassword, verify: verifyPassword },
    },
    session: {
      expiresIn: sessionDays * day,
      updateAge: day,
      additionalFields: {
        operatorUserId: { type: "string", required: false, input: false },
        lastSeenAt: { type: "string", required: false, input: false },
        operatorSince: { type: "string", required: false, input: false },
      },
      modelName: "auth_session",
    },
    user: { modelName: "auth_user", additionalFields: { isActive: { type: "boolean" } } },
    account: { modelName: "auth_account" },
    verification: { modelName: "auth_verification" },
    advanced: {
      cookiePrefix: "lineside",
      useSecureCookies: isSecure,
      defaultCookieAttributes: { sameSite: "lax", httpOnly: true, path: "/" },
      database: { generateId: newId },
      ipAddress: { disableIpTracking: true },
    },
    plugins: [username({ usernameValidator: (name) => /^[a-z0-9._-]{3,32}$/.test(name) })],
  });
}

export type Identity = ReturnType<typeof createIdentity>;
