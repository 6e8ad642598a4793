import { cron } from "@elysiajs/cron";

/** However many hints were missed, every half minute the engine looks for itself. */
export function safetyPoll(engine: { wakeUp(): void }) {
  return cron({ name: "safetyPoll", pattern: "*/30 * * * * *", run: () => engine.wakeUp() });
}
