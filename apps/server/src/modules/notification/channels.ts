import { refusalError } from "@lineside/domain/kernel";
import { type ChannelKind, channelCreate, channelPatch } from "@lineside/domain/notification";
import { z } from "zod";
import { type CommandContext, defineCommand } from "../../platform/command.ts";
import { cancelJobs } from "../../platform/jobs/queue.ts";
import { refuseStale, saveVersioned } from "../../platform/versioned.ts";
import { storedConfig } from "./channel-config.ts";
import {
  insertChannel,
  isNameTaken,
  lockChannel,
  removeChannel,
  type StoredChannel,
  unknownLines,
} from "./channel-store.ts";
import type { StoredConfig } from "./send.ts";

const config = "system:config";
const zId = z.string().min(1).max(64);
const saved = z.object({ id: z.string(), name: z.string(), version: z.number().int() });

export const createChannel = defineCommand({
  name: "noticeChannel.create",
  permission: config,
  scope: "none",
  input: channelCreate,
  output: saved,
  async run(cx, { kind, secret, config: given, ...rule }) {
    const id = cx.newId();
    const subject = subjectOf({ id, name: rule.name });
    cx.about(subject);
    await refuseTaken(cx, { id, name: rule.name });
    await refuseUnknownLines(cx, rule.lineIds);
    const stored = storedConfig(kind, given, secret ?? null);
    await insertChannel(cx, { id, kind, config: { ...stored }, ...rule });
    const after = { ...rule, kind, config: toldConfig(stored), hasSecret: stored.secret !== null };
    cx.emit({ ...subject, type: "noticeChannel.created", data: { after } });
    return { id, name: rule.name, version: 1 };
  },
});

export const changeChannel = defineCommand({
  name: "noticeChannel.change",
  permission: config,
  scope: "none",
  input: channelPatch.extend({ id: zId }),
  output: saved,
  async run(cx, { id, version, secret, config: given, ...rule }) {
    const row = await open(cx, id);
    refuseStale(row, version);
    if (rule.name !== undefined) await refuseTaken(cx, { id, name: rule.name });
    await refuseUnknownLines(cx, rule.lineIds ?? []);
    const before = row.config as unknown as StoredConfig;
    const after = changedConfig(row.kind as ChannelKind, before, { config: given, secret });
    const change = { ...rule, config: { ...after }, updatedAt: cx.now };
    const next = await saveVersioned(cx.tx, { table: "notification_channel", id, version }, change);
    cx.emit({
      ...subjectOf({ id, name: rule.name ?? row.name }),
      type: "noticeChannel.changed",
      data: {
        before: { ...told(row), config: toldConfig(before) },
        after: {
          ...told({ ...row, ...rule }),
          config: toldConfig(after),
          ...(after.shown.url === before.shown.url ? {} : { address: "changed" }),
          ...(after.secret === before.secret ? {} : { secret: after.secret ? "set" : "removed" }),
        },
      },
    });
    return { id, name: rule.name ?? row.name, version: next };
  },
});

/** What still waits for it is taken back; what was delivered stays in the trail. */
export const deleteChannel = defineCommand({
  name: "noticeChannel.delete",
  permission: config,
  scope: "none",
  input: z.object({ id: zId }),
  output: z.object({ id: z.string() }),
  async run(cx, { id }) {
    const row = await open(cx, id);
    const cancelled = await cancelJobs(cx, `noticeChannel:${id}`);
    await removeChannel(cx.tx, id);
    cx.emit({
      ...subjectOf(row),
      type: "noticeChannel.deleted",
      data: { before: told(row), cancelled },
    });
    return { id };
  },
});

/**
 * A secret is never read again, and neither is it sent to a place it was not given for: whoever moves
 * a channel to another host gives its secret again.
 */
function changedConfig(
  kind: ChannelKind,
  before: StoredConfig,
  given: { config: unknown; secret: string | null | undefined },
): StoredConfig {
  const secret = given.secret === undefined ? before.secret : given.secret;
  const after = storedConfig(kind, given.config ?? before.shown, secret);
  const isKept = before.secret !== null && after.secret === before.secret;
  if (isKept && given.secret === undefined && hostOf(after) !== hostOf(before))
    throw refusalError({ code: "CHANNEL_SECRET_REQUIRED", context: { kind } });
  return after;
}

const hostOf = ({ shown }: StoredConfig) =>
  shown.url ? new URL(shown.url).origin : `${shown.host}:${shown.port}`;

async function open(cx: CommandContext, id: string): Promise<StoredChannel> {
  cx.about({ entityType: "noticeChannel", entityId: id, entityKey: "" });
  const row = await lockChannel(cx.tx, id);
  if (!row) throw refusalError({ code: "CHANNEL_NOT_FOUND", context: { id } });
  cx.about(subjectOf(row));
  return row;
}

async function refuseTaken({ tx }: CommandContext, channel: { id: string; name: string }) {
  if (await isNameTaken(tx, channel))
    throw refusalError({ code: "CHANNEL_NAME_TAKEN", context: { name: channel.name } });
}

async function refuseUnknownLines({ tx }: CommandContext, lineIds: string[]) {
  const unknown = await unknownLines(tx, lineIds);
  if (unknown.length > 0)
    throw refusalError({ code: "CHANNEL_LINE_NOT_FOUND", context: { lineIds: unknown } });
}

const subjectOf = ({ id, name }: Pick<StoredChannel, "id" | "name">) => ({
  entityType: "noticeChannel",
  entityId: id,
  entityKey: name,
});

/** Robots of many kinds carry their key in the address: the trail names the place and no more. */
const toldConfig = ({ shown }: StoredConfig) =>
  shown.url ? { url: new URL(shown.url).origin } : shown;

const told = ({ name, kind, minSeverity, topics, lineIds, isActive }: StoredChannel) => ({
  name,
  kind,
  minSeverity,
  topics,
  lineIds,
  isActive,
});
