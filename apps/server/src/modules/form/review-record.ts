import { may, within } from "@lineside/domain/auth";
import {
  voidRecord as decideVoid,
  recordConfirmInput,
  recordDetail,
  recordReasonInput,
  reviewRecord,
} from "@lineside/domain/form";
import { unwrap } from "@lineside/domain/kernel";
import { signedCommands } from "@lineside/domain/signature";
import type { Actor } from "../../platform/actor.ts";
import { type CommandContext, defineCommand } from "../../platform/command.ts";
import { refuseStale } from "../../platform/versioned.ts";
import { recordAnswer } from "./answer.ts";
import { lockDefinitionById } from "./definition-store.ts";
import { recordParam } from "./fill-record.ts";
import { enterRecord, entry, recordEvent, writersOf } from "./record.ts";
import { signRecord } from "./sign-record.ts";
import { saveRecord } from "./store.ts";

/** Somebody agrees with the record: from now on it counts where the form asks for that. */
export const confirmRecord = defineCommand({
  name: "form.confirmRecord",
  permission: "form:confirm",
  scope: "none",
  input: recordConfirmInput.extend(recordParam.shape),
  output: recordDetail,
  signs: signedCommands.confirmRecord,
  run: (cx, { id, version }) => review(cx, { id, version, event: "confirm" }),
});

export const rejectRecord = defineCommand({
  name: "form.rejectRecord",
  permission: "form:confirm",
  scope: "none",
  input: recordReasonInput.extend(recordParam.shape),
  output: recordDetail,
  signs: signedCommands.rejectRecord,
  run: (cx, { id, version, reason }) => review(cx, { id, version, event: "reject", reason }),
});

/** Takes a record out of every count and every check; it stays readable with its reason. */
export const voidRecord = defineCommand({
  name: "form.voidRecord",
  permission: "form:record",
  scope: "none",
  input: recordReasonInput.extend(recordParam.shape),
  output: recordDetail,
  signs: signedCommands.voidRecord,
  async run(cx, { id, version, reason }) {
    const { tx, now, actor } = cx;
    const before = await enterRecord(cx, id);
    refuseStale(before, version);
    const mayConfirm = mayConfirmAt(actor, before.lineId);
    const state = unwrap(decideVoid(before, { id: actor.id, mayConfirm }));
    const history = [...before.history, { ...entry(cx, "VOIDED", before), reason }];
    const change = { state, reason, history, updatedAt: now };
    await saveRecord(tx, before, change);
    const { definition } = await lockDefinitionById(tx, before.definitionId);
    await signRecord(cx, {
      definition,
      part: "void",
      record: before,
      seen: { id, version, reason },
    });
    const data = { reason, before: { state: before.state }, after: { state } };
    cx.emit(recordEvent({ ...before, ...change }, "form.voided", data));
    return await recordAnswer(tx, id);
  },
});

interface Review {
  readonly id: string;
  readonly version: number;
  readonly event: "confirm" | "reject";
  readonly reason?: string;
}

async function review(cx: CommandContext, { id, version, event, reason = "" }: Review) {
  const { tx, now, actor } = cx;
  const before = await enterRecord(cx, id);
  refuseStale(before, version);
  const { definition } = await lockDefinitionById(tx, before.definitionId);
  const facts = {
    state: before.state,
    confirm: definition.confirm,
    writerIds: writersOf(before),
  };
  const state = unwrap(reviewRecord(facts, event, actor.id));
  const isConfirmed = event === "confirm";
  const action = isConfirmed ? "CONFIRMED" : "REJECTED";
  const change = {
    state,
    reason: isConfirmed ? before.reason : reason,
    confirmedById: isConfirmed ? actor.id : null,
    confirmedByName: isConfirmed ? actor.name : null,
    confirmedAt: isConfirmed ? now : null,
    history: [...before.history, { ...entry(cx, action), reason: reason || null }],
    updatedAt: now,
  };
  await saveRecord(tx, before, change);
  const seen = { id, version, event, reason };
  await signRecord(cx, { definition, part: "confirm", record: before, seen });
  const data = { ...(reason ? { reason } : {}), before: { state: before.state }, after: { state } };
  const type = isConfirmed ? "form.confirmed" : "form.rejected";
  cx.emit(recordEvent({ ...before, ...change }, type, data));
  return await recordAnswer(tx, id);
}

function mayConfirmAt(actor: Actor, lineId: string | null): boolean {
  return lineId === null
    ? may(actor.access, "form:confirm")
    : within(actor, "form:confirm", { lineId });
}
