import { AppError } from "@lineside/domain/kernel";
import { seedDemo, seedSimulator } from "../seed/index.ts";
import { close, open } from "./open.ts";
import { UsageError } from "./usage.ts";

/** The demo factory, into an empty database only: a plant's own data is never touched. */
export async function seed(rest: string[]): Promise<number> {
  const [what, ...flags] = rest;
  if (what !== "demo") throw new UsageError("Usage: lineside seed demo [--json] [--simulator]");
  const isJson = flags.includes("--json");
  const isSimulated = flags.includes("--simulator");
  const opened = await open(
    flags.filter((flag) => flag !== "--json" && flag !== "--simulator"),
    true,
  );
  try {
    const { db } = opened.platform;
    const user = await db.read.selectFrom("auth_user").select("id").limit(1).executeTakeFirst();
    const line = await db.read.selectFrom("plant_line").select("id").limit(1).executeTakeFirst();
    if (user || line)
      throw new UsageError(`The database ${db.url} is not empty; the demo needs an empty one.`);
    const users = await seedDemo(opened.platform);
    const simulator = isSimulated ? await seedSimulator(opened.platform) : undefined;
    const made = { users, simulator };
    process.stdout.write(isJson ? `${JSON.stringify(made)}\n` : table(users));
    if (simulator && !isJson)
      process.stdout.write(
        `The demo's machines: LINESIDE_USER=${simulator.username} LINESIDE_PASSWORD=${simulator.password} LINESIDE_API_KEY=${simulator.key} lineside simulate\n`,
      );
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
