import { checkPassword, userCreate } from "@lineside/domain/auth";
import { AppError } from "@lineside/domain/kernel";
import { createUser, ensureRoles, resetPassword } from "../modules/auth/index.ts";
import type { Platform } from "../platform/platform.ts";
import { close, open } from "./open.ts";
import { UsageError } from "./usage.ts";

const usage =
  "Usage: lineside admin create <user> | admin reset-password <user>, the password on standard input or made.";

/** Accounts from the server's own shell: the first administrator, or a way back in. */
export async function admin(rest: string[]): Promise<number> {
  const [action, username, ...flags] = rest;
  if ((action !== "create" && action !== "reset-password") || !username)
    throw new UsageError(usage);
  const { password, isMade } = await readPassword();
  const opened = await open(flags, true);
  try {
    await act(opened.platform, { action, username, password });
    process.stdout.write(
      isMade ? `Password of ${username}: ${password}\n` : `The password of ${username} is set.\n`,
    );
    return 0;
  } catch (error) {
    if (error instanceof AppError) throw new UsageError(sentence(error, username));
    throw error;
  } finally {
    await close(opened);
  }
}

async function act(
  platform: Platform,
  given: { action: "create" | "reset-password"; username: string; password: string },
): Promise<void> {
  const { action, username, password } = given;
  const checked = checkPassword(password, username);
  if (!checked.ok) throw new AppError("invalid", checked.refusal.code);
  await ensureRoles(platform);
  if (action === "reset-password") return resetPassword(platform, { username, password });
  const input = { username, name: username, password, roles: ["admin"] };
  const parsed = userCreate.safeParse(input);
  if (!parsed.success)
    throw new UsageError(
      `Cannot create ${username}: a user name has 3 to 32 of a-z 0-9 . _ -, e.g. chief.`,
    );
  await createUser(platform, parsed.data);
}

/** From a pipe, or made when a person sits at a terminal. */
async function readPassword(): Promise<{ password: string; isMade: boolean }> {
  const given = process.stdin.isTTY ? "" : (await Bun.stdin.text()).trim();
  if (given !== "") return { password: given, isMade: false };
  const made = Buffer.from(crypto.getRandomValues(new Uint8Array(12))).toString("base64url");
  return { password: made, isMade: true };
}

function sentence(error: AppError, username: string): string {
  if (error.code === "USERNAME_TAKEN") return `There is a user ${username} already.`;
  if (error.code.startsWith("PASSWORD_"))
    return "The password must have 10 to 128 characters and must be neither the user name nor a common one.";
  if (error.code === "USER_NOT_FOUND") return `There is no user ${username}.`;
  return `Cannot do that: ${error.code.toLowerCase().replaceAll("_", " ")}.`;
}
