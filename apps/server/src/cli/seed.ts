import { AppError } from "@lineside/domain/kernel";
import { seedDemo } from "../seed/index.ts";
import { close, open } from "./open.ts";
import { UsageError } from "./usage.ts";

/** The demo factory, into an empty database only: a plant's own data is never touched. */
export async function seed(rest: string[]): Promise<number> {
  const [what, ...flags] = rest;
  if (what !== "demo") throw new UsageError("Usage: lineside seed demo [--json]");
  const isJson = flags.includes("--json");
  const opened = await open(
    flags.filter((flag) => flag !== "--json"),
    true,
  );
  try {
    const { db } = opened.platform;
    const user = await db.read.selectFrom("auth_user").select("id").limit(1).executeTakeFirst();
    const line = await db.read.selectFrom("plant_line").select("id").limit(1).executeTakeFirst();
    if (user || line)
      throw new UsageError(`The database ${db.url} is not empty; the demo needs an empty one.`);
    const users = await seedDemo(opened.platform);
    process.stdout.write(isJson ? `${JSON.stringify({ users })}\n` : table(users));
    return 0;
  } catch (error) {
    if (error instanceof AppError)
      throw new Error(
        `${error.code} ${JSON.stringify(error.context)} ${String(error.cause ?? "")}`,
      );
    throw error;
  } finally {
    await close(opened);
  }
}

function table(users: { username: string; password: string; role: string }[]): string {
  const rows = users.map(
    (user) => `  ${user.role.padEnd(14)} ${user.username.padEnd(12)} ${user.password}`,
  );
  return `Demo sign-ins (role, user name, password):\n${rows.join("\n")}\n`;
}
