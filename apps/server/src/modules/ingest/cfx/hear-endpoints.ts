import {
  type CfxEnvelope,
  endpointStates,
  hearingOf,
  knownMessage,
  seenEverySeconds,
} from "@lineside/domain/cfx";
import { elapsedMs, type Instant, toMs } from "@lineside/domain/kernel";
import { z } from "zod";
import { type Actor, visibleLines } from "../../../platform/actor.ts";
import { type CommandContext, defineCommand, execute } from "../../../platform/command.ts";
import { systemCaller } from "../../../platform/jobs/run.ts";
import { describeError } from "../../../platform/logger.ts";
import type { Platform } from "../../../platform/platform.ts";
import { apiKeyStanding } from "../../auth/index.ts";
import { notify } from "../../notification/index.ts";
import { stationById } from "../../plant/index.ts";
import { endpointSubject } from "./endpoint-event.ts";
import {
  type EndpointRow,
  insertEndpoint,
  lockEndpoints,
  updateEndpoint,
} from "./endpoint-store.ts";

const zHeard = z.object({
  handle: z.string(),
  at: z.string(),
  messages: z.int(),
  unknown: z.int(),
  version: z.string().nullable(),
  by: z.object({
    keyId: z.string().nullable(),
    keyName: z.string().nullable(),
    isNamed: z.boolean(),
    lines: z.array(z.string()).nullable(),
  }),
});
type Heard = z.output<typeof zHeard>;

interface Ear {
  /** What was heard since it was written down last, by handle and key. */
  readonly pending: Map<string, Heard>;
  /** When it was last written down. */
  readonly writtenAt: Map<string, number>;
}

const ears = new WeakMap<Platform, Ear>();
/** Handles come from machines: what is remembered of them stays bounded. */
const rememberedMax = 5_000;

/** What makes the next message of an endpoint news. */
const becomes = new Set([
  "ingestEndpoint.registered",
  "ingestEndpoint.changed",
  "ingestEndpoint.silenced",
  "ingestEndpoint.left",
]);

function earOf(platform: Platform): Ear {
  const known = ears.get(platform);
  if (known) return known;
  const ear: Ear = { pending: new Map(), writtenAt: new Map() };
  ears.set(platform, ear);
  // Whatever became of an endpoint, what it says next is written down at once.
  platform.reactions.push((type) => {
    if (type === null || becomes.has(type)) ear.writtenAt.clear();
  });
  return ear;
}

/**
 * Machines were heard. An endpoint is written down when it is new, when it comes back, and else every
 * ten seconds at most; in between it is remembered, so that a message costs no statement.
 */
export async function hearSenders(
  platform: Platform,
  envelopes: readonly CfxEnvelope[],
  by: Actor,
): Promise<void> {
  if (envelopes.length === 0) return;
  const ear = earOf(platform);
  const now = platform.clock.now();
  for (const envelope of envelopes) remember(ear, envelope, { by, at: now });
  const due = [...ear.pending].filter(([voice]) => isDue(ear, voice, now));
  if (due.length === 0) return;
  if (ear.writtenAt.size > rememberedMax) ear.writtenAt.clear();
  for (const [voice] of due) {
    ear.pending.delete(voice);
    ear.writtenAt.set(voice, toMs(now));
  }
  const call = { input: { heard: due.map(([, heard]) => heard) }, caller: systemCaller() };
  try {
    await execute(platform, hearEndpoints, call);
  } catch (error) {
    // What it said is kept all the same; that it was heard is written down with its next message.
    for (const [voice] of due) ear.writtenAt.delete(voice);
    platform.log.error("endpoints unheard", describeError(error));
  }
}

function remember(
  { pending }: Ear,
  { source, messageName, version }: CfxEnvelope,
  { by, at }: { by: Actor; at: Instant },
): void {
  const keyId = by.kind === "MACHINE" ? by.id : null;
  const voice = `${source}\n${keyId}`;
  const before = pending.get(voice);
  pending.set(voice, {
    handle: source,
    at,
    by: {
      keyId,
      keyName: by.name,
      isNamed: by.sources?.includes(source) === true,
      lines: keyId === null ? null : visibleLines(by, "ingest:send"),
    },
    messages: (before?.messages ?? 0) + 1,
    unknown: (before?.unknown ?? 0) + (knownMessage(messageName) ? 0 : 1),
    version: version?.slice(0, 20) ?? before?.version ?? null,
  });
}

function isDue({ writtenAt }: Ear, voice: string, now: Instant): boolean {
  const last = writtenAt.get(voice);
  return last === undefined || Math.abs(toMs(now) - last) >= seenEverySeconds * 1000;
}

const hearEndpoints = defineCommand({
  name: "ingestEndpoint.hear",
  permission: "internal",
  scope: "none",
  input: z.object({ heard: z.array(zHeard) }),
  async run(cx, { heard }) {
    const byHandle = [...heard].sort((a, b) => (a.handle < b.handle ? -1 : 1));
    const handles = byHandle.map(({ handle }) => handle);
    const known = new Map((await lockEndpoints(cx.tx, handles)).map((row) => [row.handle, row]));
    for (const each of byHandle) {
      const row = known.get(each.handle);
      if (!row) await meet(cx, each);
      else known.set(each.handle, { ...row, ...(await hearAgain(cx, row, each)) });
    }
    return { heard: heard.length };
  },
});

/** A handle nobody has entered: it waits to be told where it stands. */
async function meet(cx: CommandContext, heard: Heard): Promise<void> {
  const { handle, at, messages, unknown, version, by } = heard;
  const id = cx.newId();
  const isNew = await insertEndpoint(cx.tx, {
    ...{ id, handle, state: "NEW", firstSeenAt: at, lastSeenAt: at, updatedAt: cx.now },
    ...{ messageCount: messages, unknownCount: unknown, cfxVersion: version },
    ...(by.keyId === null ? {} : { keyId: by.keyId, keyName: by.keyName }),
  });
  if (!isNew) return;
  cx.emit({ ...endpointSubject({ id, handle }), type: "ingestEndpoint.appeared", data: { at } });
}

/** Returns what changed of the endpoint. */
async function hearAgain(
  cx: CommandContext,
  row: EndpointRow,
  heard: Heard,
): Promise<Partial<EndpointRow>> {
  const hearing = await heardFrom(cx, row, heard.by);
  if (hearing === "OTHER_KEY") return await hearRival(cx, row, heard);
  if (hearing === "OUT_OF_SCOPE") return {};
  const { keyId, keyName } = heard.by;
  const isNewKey = hearing === "TAKES_OVER";
  const back = endpointStates.next(row.state, "hear");
  const change = {
    ...(heard.at > row.lastSeenAt ? { lastSeenAt: heard.at } : {}),
    messageCount: row.messageCount + heard.messages,
    unknownCount: row.unknownCount + heard.unknown,
    cfxVersion: heard.version ?? row.cfxVersion,
    updatedAt: cx.now,
    ...(isNewKey ? { keyId, keyName, rivalName: null, rivalAt: null } : {}),
    ...(back.ok ? { state: back.value, silentSince: null } : {}),
  };
  await updateEndpoint(cx.tx, row.id, change);
  if (isNewKey && row.keyId !== null)
    cx.emit({
      ...endpointSubject(row),
      type: "ingestEndpoint.keyChanged",
      data: { before: { keyName: row.keyName }, after: { keyName } },
    });
  if (back.ok)
    cx.emit({
      ...endpointSubject(row),
      type: "ingestEndpoint.returned",
      data: {
        before: { state: row.state },
        after: { state: back.value },
        silentMs: row.silentSince === null ? null : elapsedMs(row.silentSince, heard.at),
      },
    });
  return change;
}

async function heardFrom(cx: CommandContext, row: EndpointRow, by: Heard["by"]) {
  const { keyId, stationId } = row;
  const isBound = by.lines !== null && stationId !== null;
  const station = isBound ? await stationById(cx.tx, stationId) : null;
  const isOther = keyId !== null && by.keyId !== null && keyId !== by.keyId;
  const known = isOther ? await apiKeyStanding(cx.tx, keyId, cx.now) : null;
  const standing = known && {
    isActive: known.isActive,
    isNamed: known.sources?.includes(row.handle) === true,
  };
  return hearingOf({ keyId, lineId: station?.lineId ?? null }, by, standing);
}

/** Somebody else in its name: it is not the machine that was heard, and somebody should know. */
async function hearRival(
  cx: CommandContext,
  row: EndpointRow,
  { by, at }: Heard,
): Promise<Partial<EndpointRow>> {
  const change = { rivalName: by.keyName, rivalAt: at };
  await updateEndpoint(cx.tx, row.id, change);
  const station = row.stationId === null ? null : await stationById(cx.tx, row.stationId);
  const lineId = station?.lineId ?? null;
  const { id, handle, keyName } = row;
  const context = { handle, keyName, rivalName: by.keyName };
  // Once a day for each key, not with every message.
  const told = await notify(cx, {
    topic: "endpoint.otherKey",
    severity: "ALARM",
    code: "ENDPOINT_OTHER_KEY",
    context,
    entityType: "ingestEndpoint",
    entityKey: id,
    lineId,
    uniqueKey: `endpoint.otherKey:${id}:${by.keyId}:${cx.now.slice(0, 10)}`,
    to: [{ permission: "ingest:config" }, { permission: "system:key_manage" }],
  });
  const subject = endpointSubject({ ...row, lineId });
  if (told !== null) cx.emit({ ...subject, type: "ingestEndpoint.otherKeySpoke", data: context });
  return change;
}
