import { refusalError, unwrap } from "@lineside/domain/kernel";
import { signedCommands } from "@lineside/domain/signature";
import {
  clockCard,
  waiveClock as decideWaiver,
  isOverdue,
  waiveInput,
} from "@lineside/domain/time-rule";
import { z } from "zod";
import { type CommandContext, defineCommand } from "../../platform/command.ts";
import { over } from "./clocks.ts";
import { clockSubject, expireDue } from "./due.ts";
import { clockById } from "./queries.ts";
import { lockClock, type StoredClock } from "./store.ts";

/** Somebody answers for a clock that runs out or has run out, with a reason. */
export const waiveClock = defineCommand({
  name: "clock.waive",
  permission: "clock:waive",
  scope: "line",
  input: waiveInput.extend({ id: z.string().min(1).max(64) }),
  output: clockCard,
  signs: signedCommands.waiveClock,
  async run(cx, { id, reason }) {
    const clock = await locked(cx, id);
    cx.requireScope({ lineId: clock.lineId });
    await waive(cx, clock, reason);
    const { ruleCode, subjectKey, startedAt, expiresAt } = clock;
    const content = { clockId: id, ruleCode, subjectKey, startedAt, expiresAt, reason };
    await cx.sign({ subject: clockSubject(clock), content });
    return await clockById(cx.tx.k, id);
  },
});

/**
 * The same inside another command, e.g. one that waives a finding of a run's preparation. That
 * command has checked its own permission and scope.
 */
export async function waiveClockIn(
  cx: CommandContext,
  { clockId, reason }: { clockId: string; reason: string },
): Promise<void> {
  await waive(cx, await locked(cx, clockId), reason);
}

async function locked(cx: CommandContext, id: string): Promise<StoredClock> {
  const clock = await lockClock(cx.tx, id);
  if (!clock) throw refusalError({ code: "CLOCK_NOT_FOUND", context: { id } });
  cx.about(clockSubject(clock));
  return clock;
}

/** An expiry nobody noticed before is still an expiry; but nobody is called for what was answered. */
async function waive(cx: CommandContext, given: StoredClock, reason: string): Promise<void> {
  const { id, name } = cx.actor;
  unwrap(decideWaiver(given, { id, name, reason }, cx.now));
  const isUnnoticed = given.state === "RUNNING" && isOverdue(given, cx.now);
  const clock = (isUnnoticed && (await expireDue(cx, given, { isTold: false }))) || given;
  const waived = unwrap(decideWaiver(clock, { id, name, reason }, cx.now));
  await over(cx, clock, waived);
  cx.emit({
    ...clockSubject(clock),
    type: "clock.waived",
    data: {
      ruleCode: clock.ruleCode,
      before: { state: clock.state },
      after: { state: waived.state },
      expiresAt: clock.expiresAt,
      elapsedSeconds: waived.elapsedSeconds,
      reason,
    },
  });
}
