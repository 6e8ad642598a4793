import { setupInput, setupState } from "@lineside/domain/auth";
import { AppError } from "@lineside/domain/kernel";
import { z } from "zod";
import { defineAction } from "../../platform/action.ts";
import { systemActor } from "../../platform/actor.ts";
import { execute } from "../../platform/command.ts";
import type { Platform } from "../../platform/platform.ts";
import { defineQuery } from "../../platform/query.ts";
import { hasUsers } from "./account-store.ts";
import { addAdministrator } from "./provisioning.ts";
import { verify, withCookies } from "./sign-in.ts";

/** Opens the one-time set-up link while there is no user; returns its token, or null. */
export async function openSetup(platform: Platform): Promise<string | null> {
  if (await hasUsers(platform.db)) return null;
  platform.setupToken = Buffer.from(crypto.getRandomValues(new Uint8Array(24))).toString(
    "base64url",
  );
  return platform.setupToken;
}

/** Whether the first administrator is still to be made. */
export const readSetup = defineQuery({
  name: "setup.read",
  permission: "public",
  input: z.object({}),
  output: setupState,
  run: async ({ db }) => ({ isOpen: !(await hasUsers(db)) }),
});

/** The first administrator, made by whoever reads the server's log; signs in at once. */
export const runSetup = defineAction({
  name: "setup.run",
  permission: "public",
  worksInMaintenance: true,
  input: setupInput,
  async run({ platform, caller, request }, { token, username, name, password }) {
    const now = platform.clock.now();
    const attempt = platform.limiter.begin({ kind: "SETUP", key: "setup", ip: caller.ip }, now);
    const isDone = await hasUsers(platform.db);
    const { setupToken } = platform;
    if (setupToken === null || isDone) throw new AppError("refused", "SETUP_DONE");
    if (!sameText(token, setupToken)) throw new AppError("forbidden", "SETUP_TOKEN_INVALID");
    attempt.succeeded();
    // Taken before anything is awaited: of two requests at once only one finds the link open.
    platform.setupToken = null;
    const call = {
      input: { username, name, password },
      caller: { ...caller, actor: systemActor("setup", {}) },
    };
    await execute(platform, addAdministrator, call).catch((error) => {
      platform.setupToken = setupToken;
      throw error;
    });
    const signed = await verify({ platform, request }, username, password);
    const response = Response.json({ ok: true });
    return signed ? withCookies(response, signed.cookies) : response;
  },
});

function sameText(a: string, b: string): boolean {
  const hash = (text: string) => new Bun.CryptoHasher("sha256").update(text).digest();
  return crypto.timingSafeEqual(hash(a), hash(b));
}
