import { AppError, refusalError } from "@lineside/domain/kernel";
import type { ChannelKind } from "@lineside/domain/notification";
import { z } from "zod";
import { type ActionContext, defineAction } from "../../platform/action.ts";
import { defineCommand, execute } from "../../platform/command.ts";
import { newId } from "../../platform/ids.ts";
import { JobFailure } from "../../platform/jobs/job.ts";
import type { StoredChannel } from "./channel-store.ts";
import { findChannel } from "./queries.ts";
import { type Message, type StoredConfig, send } from "./send.ts";
import { saveLastError, saveLastSent } from "./store.ts";

/** Sends a test at once and says how it went; a mail goes to the fixed recipients only. */
export const testChannel = defineAction({
  name: "noticeChannel.test",
  permission: "system:config",
  input: z.object({ id: z.string().min(1).max(64) }),
  async run(ax, { id }) {
    const channel = await findChannel(ax.platform.db, id);
    if (!channel) throw refusalError({ code: "CHANNEL_NOT_FOUND", context: { id } });
    const failure = await trySending(ax, channel);
    const { platform, caller } = ax;
    const code = failure?.code ?? null;
    const input = { id, name: channel.name, code };
    await execute(platform, recordTest, { input, caller: { ...caller, idempotencyKey: null } });
    if (failure) throw new AppError("refused", failure.code, failure.more.context ?? {});
    return Response.json({ isSent: true });
  },
});

async function trySending(
  { platform, request }: ActionContext,
  channel: StoredChannel,
): Promise<JobFailure | null> {
  const { config, settings } = platform;
  const now = platform.clock.now();
  const { noticeLanguage, plantName } = settings.current();
  try {
    await send(
      {
        kind: channel.kind as ChannelKind,
        config: channel.config as unknown as StoredConfig,
      },
      testMessage(channel, now),
      {
        signal: request.signal,
        allowsPrivate: config.allowsPrivateWebhooks,
        language: noticeLanguage,
        timezone: config.timezone,
        plantName,
        idempotencyKey: newId(),
        now,
      },
    );
    return null;
  } catch (error) {
    if (error instanceof JobFailure) return error;
    throw error;
  }
}

const testMessage = ({ id, name }: StoredChannel, at: string): Message => ({
  id,
  topic: "channel.test",
  severity: "INFO",
  code: "CHANNEL_TEST",
  context: { channelName: name },
  entityType: "noticeChannel",
  entityKey: name,
  lineCode: null,
  runNo: null,
  at,
  addresses: [],
});

const recordTest = defineCommand({
  name: "noticeChannel.recordTest",
  permission: "system:config",
  scope: "none",
  input: z.object({ id: z.string(), name: z.string(), code: z.string().nullable() }),
  async run(cx, { id, name, code }) {
    if (code) await saveLastError(cx.tx, id, { code, now: cx.now });
    else await saveLastSent(cx.tx, id, cx.now);
    const subject = { entityType: "noticeChannel", entityId: id, entityKey: name };
    cx.emit({ ...subject, type: "noticeChannel.tested", data: { isSent: code === null, code } });
  },
});
