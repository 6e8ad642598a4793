import { UsageError } from "./usage.ts";

export async function seed(_rest: string[]): Promise<number> {
  throw new UsageError("Usage: lineside seed demo [--json]");
}
