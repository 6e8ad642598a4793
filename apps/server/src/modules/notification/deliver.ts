import type { ChannelKind, NoticeContext } from "@lineside/domain/notification";
import { z } from "zod";
import { defineJob, type JobContext, type SendContext } from "../../platform/jobs/job.ts";
import { type Message, type StoredConfig, send } from "./send.ts";
import {
  addressesOf,
  type Delivery,
  findDelivery,
  saveDelivery,
  saveLastError,
  saveLastSent,
} from "./store.ts";

const payload = z.object({ deliveryId: z.string() });

/**
 * Hands one notice to one channel. The receiver is told outside the unit of work and may be told
 * twice, always under the same key; the row says SENT exactly once.
 */
export const deliverNotice = defineJob({
  kind: "notice.deliver",
  lane: "outbox",
  payload,
  async send(sx, { deliveryId }): Promise<{ isSent: boolean }> {
    const delivery = await findDelivery(sx.db.read, deliveryId);
    if (!delivery || delivery.state === "SENT" || !delivery.isActive) return { isSent: false };
    const message = messageOf(delivery, await addressesOf(sx.db.read, delivery.noticeId));
    const target = {
      kind: delivery.kind as ChannelKind,
      config: delivery.config as unknown as StoredConfig,
    };
    await send(target, message, aroundOf(sx));
    return { isSent: true };
  },
  async run(jx, { deliveryId }, { isSent }) {
    const delivery = await findDelivery(jx.tx.k, deliveryId);
    if (!delivery || delivery.state === "SENT") return { skipped: "gone" };
    if (!isSent) {
      await saveDelivery(jx.tx, { id: delivery.id, state: "FAILED", sentAt: null, error: "OFF" });
      return { skipped: "channel is off" };
    }
    await saveDelivery(jx.tx, { id: delivery.id, state: "SENT", sentAt: jx.now, error: null });
    await saveLastSent(jx.tx, delivery.channelId, jx.now);
    jx.emit({ ...subjectOf(delivery), type: "notice.delivered", data: dataOf(delivery) });
    return { channel: delivery.channelName };
  },
  async failed(jx, { deliveryId }, failure) {
    const delivery = await findDelivery(jx.tx.k, deliveryId);
    if (!delivery) return;
    const { code, context, isFinal } = failure;
    const state = isFinal ? "FAILED" : "PENDING";
    await saveDelivery(jx.tx, { id: delivery.id, state, sentAt: null, error: code });
    await saveLastError(jx.tx, delivery.channelId, { code, now: jx.now });
    if (isFinal) tellUndelivered(jx, delivery, { code, context });
  },
});

function tellUndelivered(jx: JobContext, delivery: Delivery, why: object): void {
  jx.emit({
    ...subjectOf(delivery),
    type: "notice.undelivered",
    data: { ...dataOf(delivery), ...why },
  });
}

const subjectOf = (delivery: Delivery) => ({
  entityType: "notice",
  entityId: delivery.noticeId,
  entityKey: delivery.entityKey,
  lineId: delivery.lineId,
  runId: delivery.runId,
});

const dataOf = (delivery: Delivery) => ({
  channel: delivery.channelName,
  kind: delivery.kind,
  code: delivery.code,
});

function messageOf(delivery: Delivery, addresses: string[]): Message {
  return {
    id: delivery.noticeId,
    topic: delivery.topic,
    severity: delivery.severity,
    code: delivery.code,
    context: delivery.context as NoticeContext,
    entityType: delivery.entityType,
    entityKey: delivery.entityKey,
    lineCode: delivery.lineCode,
    runNo: delivery.runNo,
    at: delivery.createdAt,
    addresses,
  };
}

function aroundOf({ config, settings, idempotencyKey, now, signal }: SendContext) {
  return {
    signal,
    allowsPrivate: config.allowsPrivateWebhooks,
    language: settings.noticeLanguage,
    timezone: config.timezone,
    plantName: settings.plantName,
    idempotencyKey,
    now,
  };
}
