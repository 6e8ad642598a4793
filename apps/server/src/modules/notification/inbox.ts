import { refusalError } from "@lineside/domain/kernel";
import { z } from "zod";
import { type CommandContext, defineCommand } from "../../platform/command.ts";
import { findReceipt, hideReceipt, markAllRead, markRead } from "./store.ts";

const one = z.object({ id: z.string().min(1).max(64) });

/** Reads a notice of one's own inbox. Reading it again changes nothing. */
export const readNotice = defineCommand({
  name: "notice.markRead",
  permission: "signedIn",
  scope: "none",
  input: one,
  output: z.object({ id: z.string() }),
  async run(cx, { id }) {
    const receipt = await own(cx, id);
    if (await markRead(cx.tx, receipt.id, cx.now))
      cx.emit({ ...subject(receipt), type: "notice.read", data: { audience: [cx.actor.id] } });
    return { id };
  },
});

export const readAllNotices = defineCommand({
  name: "notice.markAllRead",
  permission: "signedIn",
  scope: "none",
  input: z.object({}),
  output: z.object({ read: z.number().int() }),
  async run(cx) {
    const userId = cx.actor.id ?? "";
    const read = await markAllRead(cx.tx, userId, cx.now);
    if (read > 0)
      cx.emit({
        entityType: "notice",
        entityId: userId,
        entityKey: "*",
        type: "notice.read",
        data: { read, audience: [userId] },
      });
    return { read };
  },
});

/** Takes a notice out of one's own inbox; the others keep theirs. */
export const hideNotice = defineCommand({
  name: "notice.hide",
  permission: "signedIn",
  scope: "none",
  input: one,
  output: z.object({ id: z.string() }),
  async run(cx, { id }) {
    const receipt = await own(cx, id);
    await hideReceipt(cx.tx, receipt.id, cx.now);
    cx.emit({ ...subject(receipt), type: "notice.hidden", data: { audience: [cx.actor.id] } });
    return { id };
  },
});

/** Somebody else's notice is as unknown as one that never was. */
async function own(cx: CommandContext, noticeId: string) {
  cx.about({ entityType: "notice", entityId: noticeId, entityKey: "" });
  const receipt = await findReceipt(cx.tx, { noticeId, userId: cx.actor.id ?? "" });
  if (!receipt) throw refusalError({ code: "NOTICE_NOT_FOUND", context: { id: noticeId } });
  return receipt;
}

const subject = ({ noticeId, entityKey }: { noticeId: string; entityKey: string }) => ({
  entityType: "notice",
  entityId: noticeId,
  entityKey,
});
