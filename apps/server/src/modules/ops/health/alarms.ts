import {
  type AlarmStep,
  alarmAudience,
  type HealthCode,
  healthChecks,
  healthFix,
  healthName,
  healthSentence,
  settleAlarm,
  spokenBy,
  zHealthCheck,
} from "@lineside/domain/health";
import { addMs } from "@lineside/domain/kernel";
import { z } from "zod";
import { type CommandContext, defineCommand, execute } from "../../../platform/command.ts";
import { describeError } from "../../../platform/logger.ts";
import type { Platform } from "../../../platform/platform.ts";
import { systemCaller } from "../../auth/index.ts";
import { notify } from "../../notification/index.ts";
import {
  changeAlarm,
  knownAlarm,
  leftBehind,
  lockAlarms,
  openAlarm,
  type StoredAlarm,
  storedAlarms,
} from "./alarm-store.ts";
import type { Judged } from "./look.ts";

/** Long enough for a restart of the machine. */
const goneMs = 30 * 60_000;

const zSettled = z.object({
  node: z.string(),
  /** Whether this node speaks for the plant now. */
  isLeading: z.boolean(),
  judged: z.array(zHealthCheck.pick({ code: true, level: true, reason: true, context: true })),
});
type Settled = z.output<typeof zSettled>;
type Trouble = Settled["judged"][number];

/** Compares what was found with what is stored. Most of the time nothing changes, and nothing is written. */
export async function settleAlarms(
  platform: Platform,
  given: { node: string; isLeading: boolean; judged: readonly Judged[] },
): Promise<void> {
  try {
    const input = { ...given, judged: given.judged.map(({ value: _, ...each }) => each) };
    const rows = await storedAlarms(platform.db.read);
    const steps = stepsOf(rows, input as Settled, platform.clock.now());
    const isLeft =
      given.isLeading && leftBehind(rows, addMs(platform.clock.now(), -goneMs)).length > 0;
    if (steps.length === 0 && !isLeft) return;
    await execute(platform, settleCommand, { input, caller: systemCaller("health") });
  } catch (error) {
    // A database that cannot be written is what the look found; it must not end the looking.
    platform.log.error("health alarms not settled", describeError(error));
  }
}

const settleCommand = defineCommand({
  name: "health.settleAlarms",
  permission: "internal",
  scope: "none",
  input: zSettled,
  async run(cx, input) {
    const rows = await lockAlarms(cx.tx);
    for (const { trouble, row, step } of stepsOf(rows, input, cx.now)) {
      const node = placeOf(trouble.code, input.node);
      if (step.to === "CLEAR") await clear(cx, { trouble, row: row as StoredAlarm, step });
      else if (step.to === "OPEN") await begin(cx, { trouble, node, step });
      else await goOn(cx, { trouble, row: row as StoredAlarm, step });
    }
    if (!input.isLeading) return;
    for (const row of leftBehind(rows, addMs(cx.now, -goneMs))) {
      await changeAlarm(cx.tx, row, { clearedAt: cx.now });
      cx.emit({ ...about(row), type: "health.cleared", data: { node: row.node, isGone: true } });
    }
  },
});

/** Trouble of the whole plant has one row, whoever saw it. */
const placeOf = (code: HealthCode, node: string) => (healthChecks[code].isPlant ? "" : node);

function stepsOf(rows: readonly StoredAlarm[], { node, isLeading, judged }: Settled, now: string) {
  return judged.flatMap((trouble) => {
    if (healthChecks[trouble.code].isPlant && !isLeading) return [];
    const place = placeOf(trouble.code, node);
    const row = rows.find((each) => each.check === trouble.code && each.node === place);
    const step = settleAlarm(knownAlarm(row), trouble, now);
    return step ? [{ trouble, row, step }] : [];
  });
}

type Going = Exclude<AlarmStep, { to: "CLEAR" }>;

async function begin(
  cx: CommandContext,
  { trouble, node, step }: { trouble: Trouble; node: string; step: Going },
): Promise<void> {
  const { code, reason, context } = trouble;
  const row = {
    ...{ check: code, node, severity: step.severity, context: { ...context, reason } },
    ...{ sinceAt: cx.now, seenAt: cx.now, noticeId: null, clearedAt: null },
  };
  if (!(await openAlarm(cx.tx, row))) return;
  if (step.tells) await tell(cx, { trouble, row, step });
  else if (spokenBy(code, reason) !== null) emitAlarmed(cx, row, trouble);
}

async function goOn(
  cx: CommandContext,
  given: { trouble: Trouble; row: StoredAlarm; step: Going },
): Promise<void> {
  const { trouble, row, step } = given;
  const context = { ...trouble.context, reason: trouble.reason };
  const seen = { seenAt: cx.now, clearedAt: null, severity: step.severity, context };
  await changeAlarm(cx.tx, row, seen);
  if (step.tells) await tell(cx, given);
}

async function tell(
  cx: CommandContext,
  { trouble, row, step }: { trouble: Trouble; row: StoredAlarm; step: Going },
): Promise<void> {
  const { severity } = step;
  const noticeId = await notify(cx, {
    ...{ topic: "health.alarm", severity, code: "HEALTH_ALARM" },
    context: saidOf(cx, trouble, row),
    ...{ entityType: "health", entityKey: trouble.code },
    uniqueKey: `health.alarm:${row.check}:${row.node}:${row.sinceAt}:${severity}`,
    to: [{ permission: alarmAudience(trouble.code) }],
  });
  if (noticeId !== null) await changeAlarm(cx.tx, row, { noticeId });
  emitAlarmed(cx, { ...row, severity }, trouble);
}

function emitAlarmed(cx: CommandContext, row: StoredAlarm, { reason, context }: Trouble): void {
  const { node, severity } = row;
  cx.emit({ ...about(row), type: "health.alarmed", data: { node, severity, reason, context } });
}

async function clear(
  cx: CommandContext,
  { trouble, row, step }: { trouble: Trouble; row: StoredAlarm; step: AlarmStep },
): Promise<void> {
  await changeAlarm(cx.tx, row, { clearedAt: cx.now });
  const isSpoken = spokenBy(trouble.code, knownAlarm(row)?.reason ?? "") !== null;
  if (row.noticeId === null && !isSpoken) return;
  const { node, severity, sinceAt } = row;
  cx.emit({ ...about(row), type: "health.cleared", data: { node, severity, sinceAt } });
  if (!step.tells) return;
  await notify(cx, {
    // Not INFO: whoever was called out by a channel must hear there that it is over.
    ...{ topic: "health.cleared", severity: "WARNING", code: "HEALTH_CLEARED" },
    context: saidOf(cx, trouble, row),
    ...{ entityType: "health", entityKey: trouble.code },
    uniqueKey: `health.cleared:${row.check}:${node}:${sinceAt}`,
    to: [{ permission: alarmAudience(trouble.code) }],
  });
}

/** The notice keeps what was said: another release may say it otherwise. */
function saidOf({ timezone }: CommandContext, trouble: Trouble, { node }: StoredAlarm) {
  const { code, level, reason } = trouble;
  return {
    ...{ code, level, reason, node },
    where: node || "plant",
    whereZh: node || "全厂",
    check: healthName(code, "en"),
    checkZh: healthName(code, "zh-CN"),
    sentence: healthSentence(trouble, "en", timezone),
    sentenceZh: healthSentence(trouble, "zh-CN", timezone),
    fix: healthFix(trouble, "en", timezone) ?? "",
    fixZh: healthFix(trouble, "zh-CN", timezone) ?? "",
  };
}

const about = ({ check, node }: Pick<StoredAlarm, "check" | "node">) => ({
  entityType: "health",
  entityId: node === "" ? check : `${check}:${node}`,
  entityKey: check,
});
