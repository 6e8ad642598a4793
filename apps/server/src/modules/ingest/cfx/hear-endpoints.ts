import {
  type CfxEnvelope,
  endpointStates,
  knownMessage,
  seenEverySeconds,
} from "@lineside/domain/cfx";
import { elapsedMs, type Instant, toMs } from "@lineside/domain/kernel";
import { z } from "zod";
import { type CommandContext, defineCommand, execute } from "../../../platform/command.ts";
import { systemCaller } from "../../../platform/jobs/run.ts";
import { describeError } from "../../../platform/logger.ts";
import type { Platform } from "../../../platform/platform.ts";
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
});
type Heard = z.output<typeof zHeard>;

interface Ear {
  /** What was heard since it was written down last, by handle. */
  readonly pending: Map<string, Heard>;
  /** When an endpoint was last written down. */
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
): Promise<void> {
  if (envelopes.length === 0) return;
  const ear = earOf(platform);
  const now = platform.clock.now();
  for (const envelope of envelopes) remember(ear, envelope, now);
  const due = [...ear.pending.values()].filter(({ handle }) => isDue(ear, handle, now));
  if (due.length === 0) return;
  if (ear.writtenAt.size > rememberedMax) ear.writtenAt.clear();
  for (const { handle } of due) {
    ear.pending.delete(handle);
    ear.writtenAt.set(handle, toMs(now));
  }
  const call = { input: { heard: due }, caller: systemCaller() };
  try {
    await execute(platform, hearEndpoints, call);
  } catch (error) {
    // What it said is kept all the same; that it was heard is written down with its next message.
    for (const { handle } of due) ear.writtenAt.delete(handle);
    platform.log.error("endpoints unheard", describeError(error));
  }
}

function remember({ pending }: Ear, { source, messageName, version }: CfxEnvelope, at: Instant) {
  const before = pending.get(source);
  pending.set(source, {
    handle: source,
    at,
    messages: (before?.messages ?? 0) + 1,
    unknown: (before?.unknown ?? 0) + (knownMessage(messageName) ? 0 : 1),
    version: version?.slice(0, 20) ?? before?.version ?? null,
  });
}

function isDue({ writtenAt }: Ear, handle: string, now: Instant): boolean {
  const last = writtenAt.get(handle);
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
      if (row) await hearAgain(cx, row, each);
      else await meet(cx, each);
    }
    return { heard: heard.length };
  },
});

/** A handle nobody has entered: it waits to be told where it stands. */
async function meet(cx: CommandContext, heard: Heard): Promise<void> {
  const { handle, at, messages, unknown, version } = heard;
  const id = cx.newId();
  const isNew = await insertEndpoint(cx.tx, {
    ...{ id, handle, state: "NEW", firstSeenAt: at, lastSeenAt: at, updatedAt: cx.now },
    ...{ messageCount: messages, unknownCount: unknown, cfxVersion: version },
  });
  if (!isNew) return;
  cx.emit({ ...endpointSubject({ id, handle }), type: "ingestEndpoint.appeared", data: { at } });
}

async function hearAgain(cx: CommandContext, row: EndpointRow, heard: Heard): Promise<void> {
  const back = endpointStates.next(row.state, "hear");
  await updateEndpoint(cx.tx, row.id, {
    ...(heard.at > row.lastSeenAt ? { lastSeenAt: heard.at } : {}),
    messageCount: row.messageCount + heard.messages,
    unknownCount: row.unknownCount + heard.unknown,
    cfxVersion: heard.version ?? row.cfxVersion,
    updatedAt: cx.now,
    ...(back.ok ? { state: back.value, silentSince: null } : {}),
  });
  if (!back.ok) return;
  const silentMs = row.silentSince === null ? null : elapsedMs(row.silentSince, heard.at);
  cx.emit({
    ...endpointSubject(row),
    type: "ingestEndpoint.returned",
    data: { before: { state: row.state }, after: { state: back.value }, silentMs },
  });
}
