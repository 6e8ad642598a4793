import type { Audience, NoticeCode, NoticeContext, Severity } from "@lineside/domain/notification";
import { fallbackAudiences } from "@lineside/domain/notification";
import { enqueue } from "../../platform/jobs/queue.ts";
import type { UnitContext } from "../../platform/subscribers.ts";
import { type Recipient, usersHolding } from "../auth/index.ts";
import { deliverNotice } from "./deliver.ts";
import { channelsFor, insertDelivery, insertNotice, insertReceipts } from "./store.ts";

export interface Notification {
  /** noun.what, e.g. clock.warning: channels choose by it. */
  readonly topic: string;
  readonly severity: Severity;
  /** Has its sentence in noticeTexts. */
  readonly code: NoticeCode;
  /** Keys and numbers the sentence needs; times as instants. */
  readonly context: NoticeContext;
  readonly entityType: string;
  readonly entityKey: string;
  readonly lineId?: string | null;
  readonly runId?: string | null;
  /** The same key is told once, however often it is called. */
  readonly uniqueKey?: string;
  readonly to: readonly Audience[];
}

/**
 * Tells people something in the unit of work that causes it: an inbox line for everybody of the
 * audiences, one delivery job for each channel that carries it. Nobody there means the ones who may
 * waive, then the administrators (D24). Returns the notice's id; null when it was told before.
 */
export async function notify(cx: UnitContext, notification: Notification): Promise<string | null> {
  const { to, ...told } = notification;
  const notice = {
    id: cx.newId(),
    topic: told.topic,
    severity: told.severity,
    code: told.code,
    context: { ...told.context },
    entityType: told.entityType,
    entityKey: told.entityKey,
    lineId: told.lineId ?? null,
    runId: told.runId ?? null,
    uniqueKey: told.uniqueKey ?? null,
  };
  if (!(await insertNotice(cx, notice))) return null;
  const people = await recipients(cx, to);
  const userIds = people.map((person) => person.id);
  await insertReceipts(cx, notice.id, userIds);
  const channels = await channelsFor(cx.tx, notice);
  for (const channelId of channels) await addDelivery(cx, notice.id, channelId);
  cx.emit({
    type: "notice.sent",
    entityType: "notice",
    entityId: notice.id,
    entityKey: notice.entityKey,
    lineId: notice.lineId,
    runId: notice.runId,
    data: {
      topic: notice.topic,
      severity: notice.severity,
      code: notice.code,
      audience: userIds,
      channels,
    },
  });
  return notice.id;
}

/** The first audience that has somebody in it. */
async function recipients({ tx }: UnitContext, wanted: readonly Audience[]): Promise<Recipient[]> {
  for (const audiences of [wanted, ...fallbackAudiences]) {
    const people = await usersHolding(tx.k, audiences);
    if (people.length > 0) return people;
  }
  return [];
}

async function addDelivery(cx: UnitContext, noticeId: string, channelId: string): Promise<void> {
  const id = cx.newId();
  await insertDelivery(cx, { id, noticeId, channelId });
  await enqueue(cx, deliverNotice, {
    // No order: a message its receiver refuses must not keep back the alarms after it.
    payload: { deliveryId: id },
    subject: `noticeChannel:${channelId}`,
    endpoint: `noticeChannel:${channelId}`,
    causationId: noticeId,
  });
}
