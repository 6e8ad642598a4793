import { DatabaseError } from "@lineside/db";
import { AppError } from "@lineside/domain/kernel";
import type { Metrics } from "./metrics.ts";

/** Counts what a command came to, by its code. */
export async function counted<A extends { replayed: boolean }>(
  metrics: Metrics,
  command: string,
  running: Promise<A>,
): Promise<A> {
  const commands = metrics.counter("lineside_commands_total");
  try {
    const answer = await running;
    commands.of(command, answer.replayed ? "REPLAYED" : "OK").add();
    return answer;
  } catch (error) {
    commands.of(command, codeOf(error)).add();
    throw error;
  }
}

function codeOf(error: unknown): string {
  return error instanceof AppError || error instanceof DatabaseError ? error.code : "INTERNAL";
}
