import { UsageError } from "./cli/usage.ts";
import { parseVerb } from "./cli/verbs.ts";

/** The binary: `lineside [verb] [arguments]`. Exit 0 done, 1 failed, 2 wrong usage or setting. */
async function main(argv: string[]): Promise<number> {
  const { run, rest } = await parseVerb(argv);
  return await run(rest);
}

// What it writes holds password hashes, sessions and the secret: for its own account only.
process.umask(0o077);

const { ConfigError } = await import("./platform/config.ts");
const { DatabaseError } = await import("@lineside/db");

try {
  const code = await main(process.argv.slice(2));
  // serve stays; every other verb ends here.
  if (code >= 0) process.exit(code);
} catch (error) {
  const isExpected =
    error instanceof UsageError || error instanceof ConfigError || error instanceof DatabaseError;
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  if (!isExpected && error instanceof Error) process.stderr.write(`${error.stack}\n`);
  process.exit(isExpected ? 2 : 1);
}
