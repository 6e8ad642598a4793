import { refusalError, unwrap, zKey } from "@lineside/domain/kernel";
import {
  approveWaiver,
  boardAnswer,
  revokeWaiver,
  type Waive,
  type WaiverAnswer,
  waive,
  waiveInput,
  waiverRevokeInput,
} from "@lineside/domain/readiness";
import { signedCommands, signedThings } from "@lineside/domain/signature";
import { z } from "zod";
import { type CommandContext, defineCommand } from "../../platform/command.ts";
import { notify } from "../notification/index.ts";
import { waiveClockIn } from "../time-rule/index.ts";
import { runParams } from "../work-order/index.ts";
import { boardOf } from "./board-queries.ts";
import { enter } from "./enter.ts";
import { evaluateRun } from "./evaluation.ts";
import type { RunHead } from "./run-store.ts";
import { insertWaiver, runOfWaiver, saveWaiver, waiversOf } from "./store.ts";

/** Accepts a failed item with a reason; where two must agree it waits for the second person. */
export const waiveItem = defineCommand({
  name: "readiness.waive",
  permission: "readiness:waive",
  scope: "line",
  input: waiveInput.extend(runParams),
  output: boardAnswer,
  signs: signedCommands.waive,
  async run(cx, { runNo, ...input }) {
    const { head, subject } = await enter(cx, runNo);
    const { items } = await evaluateRun(cx.tx, head, cx.now);
    const decided = unwrap(waive({ run: head.run, items }, input, cx.now));
    const { item, state } = decided;
    const isActive = state === "ACTIVE";
    const id = cx.newId();
    await insertWaiver(cx.tx, {
      id,
      runId: head.run.id,
      checkCode: item.checkCode,
      itemKey: item.itemKey,
      fingerprint: item.fingerprint,
      findingCode: item.finding?.code ?? "",
      findingContext: item.finding?.context ?? {},
      reason: input.reason,
      state,
      requestedAt: cx.now,
      requestedById: cx.actor.id,
      requestedByName: cx.actor.name,
      approvedAt: isActive ? cx.now : null,
      approvedById: isActive ? cx.actor.id : null,
      approvedByName: isActive ? cx.actor.name : null,
      expiresAt: input.expiresAt ?? null,
    });
    cx.emit({
      ...subject,
      type: isActive ? "readiness.waived" : "readiness.waiverRequested",
      data: {
        waiverId: id,
        ...told(decided),
        expiresAt: input.expiresAt ?? null,
        reason: input.reason,
      },
    });
    if (isActive) await waiveAtSource(cx, decided, input.reason);
    const seen = { runNo, ...signedItem(decided), ...signedInput(input) };
    const signed = { subject: waiverSubject(id, runNo, item.checkCode), seen };
    const isAsked = isSigned(cx, signedCommands.waive.command, decided);
    await cx.sign({ ...signed, content: { ...seen, waiverId: id }, isAsked });
    await tell(cx, head, decided);
    return await boardOf(cx.tx, head, cx.now);
  },
});

const waiverParams = { id: zKey };

/** The second person agrees to what another asked for. */
export const approveWaiverCommand = defineCommand({
  name: "readiness.approveWaiver",
  permission: "readiness:waive",
  scope: "line",
  input: z.object(waiverParams),
  output: boardAnswer,
  signs: signedCommands.approveWaiver,
  async run(cx, { id }) {
    const { head, subject, waiver } = await enterWaiver(cx, id);
    const { items } = await evaluateRun(cx.tx, head, cx.now);
    const facts = { run: head.run, items, waiver, actorId: cx.actor.id };
    const decided = unwrap(approveWaiver(facts, cx.now));
    await saveWaiver(cx.tx, waiver, {
      state: decided.state,
      approvedAt: cx.now,
      approvedById: cx.actor.id,
      approvedByName: cx.actor.name,
    });
    const { reason, requestedByName, expiresAt } = waiver;
    cx.emit({
      ...subject,
      type: "readiness.waived",
      data: { waiverId: id, ...told(decided), expiresAt, reason, requestedByName },
    });
    await waiveAtSource(cx, decided, reason);
    const { runNo } = head.run;
    await cx.sign({
      subject: waiverSubject(id, runNo, waiver.checkCode),
      isAsked: isSigned(cx, signedCommands.approveWaiver.command, decided),
      content: {
        runNo,
        waiverId: id,
        ...signedItem(decided),
        ...signedInput(waiver),
        requestedByName,
      },
    });
    await tell(cx, head, decided);
    return await boardOf(cx.tx, head, cx.now);
  },
});

/** Takes a waiver, or the request for one, back. */
export const revokeWaiverCommand = defineCommand({
  name: "readiness.revokeWaiver",
  permission: "readiness:waive",
  scope: "line",
  input: waiverRevokeInput.extend(waiverParams),
  output: boardAnswer,
  async run(cx, { id, reason }) {
    const { head, subject, waiver } = await enterWaiver(cx, id);
    const state = unwrap(revokeWaiver(head.run, waiver));
    await saveWaiver(cx.tx, waiver, {
      state,
      revokedAt: cx.now,
      revokedByName: cx.actor.name,
      revokeReason: reason,
    });
    const { checkCode, itemKey, finding } = waiver;
    cx.emit({
      ...subject,
      type: "readiness.waiverRevoked",
      data: { waiverId: id, checkCode, itemKey, finding, before: { state: waiver.state }, reason },
    });
    return await boardOf(cx.tx, head, cx.now);
  },
});

async function enterWaiver(cx: CommandContext, id: string) {
  const { runId, runNo } = await runOfWaiver(cx.tx, id);
  const entered = await enter(cx, runNo);
  // Read after the run is locked: it is as the last person left it.
  const waiver = (await waiversOf(cx.tx.k, runId)).find((one: WaiverAnswer) => one.id === id);
  if (!waiver) throw refusalError({ code: "WAIVER_NOT_FOUND", context: { id } });
  return { ...entered, waiver };
}

const told = ({ item }: Waive) => ({
  checkCode: item.checkCode,
  itemKey: item.itemKey,
  finding: item.finding,
});

/** A signature is kept with the waiver itself: a run may have many. */
const waiverSubject = (entityId: string, runNo: string, checkCode: string) => ({
  entityType: signedThings.waiver,
  entityId,
  entityKey: `${runNo} ${checkCode}`,
});

/** What exactly failed, by the mark that tells one failure from another. */
const signedItem = ({ item }: Waive) => ({
  checkCode: item.checkCode,
  itemKey: item.itemKey,
  fingerprint: item.fingerprint,
  findingCode: item.finding?.code ?? "",
});

const signedInput = ({ reason, expiresAt }: { reason: string; expiresAt?: string | null }) => ({
  reason,
  expiresAt: expiresAt ?? null,
});

/** A clock is waived where it runs, so that nothing else finds it expired afterwards (D19). */
async function waiveAtSource(cx: CommandContext, { item, isAtSource }: Waive, reason: string) {
  if (isAtSource) await waiveClockIn(cx, { clockId: item.itemKey, reason });
}

/** Whoever waives a clock by way of the board signs where waiving it directly would be signed. */
function isSigned(cx: CommandContext, command: string, { isAtSource, state }: Waive): boolean {
  const isClock = isAtSource && state === "ACTIVE";
  return cx.settings.signatureFor.some(
    (name) => name === command || (isClock && name === signedCommands.waiveClock.command),
  );
}

/** Who waits for it hears of a waiver; who may agree hears that one is asked for. */
async function tell(cx: CommandContext, head: RunHead, { item, state }: Waive): Promise<void> {
  const { lineId, run } = head;
  const isActive = state === "ACTIVE";
  await notify(cx, {
    topic: isActive ? "readiness.waived" : "readiness.waiverRequested",
    severity: isActive ? "INFO" : "WARNING",
    code: isActive ? "WAIVER_GRANTED" : "WAIVER_REQUESTED",
    context: { runNo: run.runNo, checkCode: item.checkCode, byName: cx.actor.name },
    entityType: "run",
    entityKey: run.runNo,
    lineId,
    runId: run.id,
    to: [{ permission: isActive ? "readiness:prepare" : "readiness:waive", lineId }],
  });
}
