import {
  type ApiKeyCreated,
  apiKeyCreate,
  apiKeyCreated,
  apiKeyPatch,
  apiKeyRevoke,
  checkApiKeyChange,
  checkApiKeyExpiry,
} from "@lineside/domain/auth";
import { AppError, unwrap } from "@lineside/domain/kernel";
import { z } from "zod";
import { newApiKey } from "../../platform/auth/api-keys.ts";
import { type CommandContext, defineCommand } from "../../platform/command.ts";
import {
  bindApiKey,
  insertApiKey,
  linesOfApiKey,
  lockApiKey,
  refuseTakenKeyName,
  type StoredApiKey,
  updateApiKey,
} from "./api-key-store.ts";

const manage = "system:key_manage";
const answer = z.object({ id: z.string(), version: z.number() });

/** Makes a key. It is in this one answer; what is kept for a repeated call does not show it. */
export const createApiKey = defineCommand({
  name: "apiKey.create",
  permission: manage,
  scope: "none",
  input: apiKeyCreate,
  output: apiKeyCreated,
  kept: (created: ApiKeyCreated) => ({ ...created, key: null }),
  async run(cx, { lineIds, ...input }): Promise<ApiKeyCreated> {
    const { tx, now, actor } = cx;
    const id = cx.newId();
    const subject = { entityType: "apiKey", entityId: id, entityKey: input.name };
    cx.about(subject);
    unwrap(checkApiKeyExpiry(input.expiresAt, now));
    await refuseTakenKeyName(tx, id, input.name);
    const made = newApiKey();
    await insertApiKey(tx, {
      ...input,
      id,
      prefix: made.prefix,
      keyHash: made.hash,
      createdAt: now,
      createdById: actor.id,
      createdByName: actor.name,
    });
    const bound = [...new Set(lineIds)];
    await bindApiKey(tx, id, bound);
    const after = { ...input, lineIds: bound, prefix: made.prefix };
    cx.emit({ ...subject, type: "apiKey.created", data: { after } });
    return { id, version: 1, prefix: made.prefix, key: made.key };
  },
});

/** Name, sources, lines, rate and end of a key; the key itself never changes. */
export const patchApiKey = defineCommand({
  name: "apiKey.change",
  permission: manage,
  scope: "none",
  input: apiKeyPatch.extend({ id: z.string() }),
  output: answer,
  async run(cx, { id, version, lineIds, ...change }) {
    const { tx } = cx;
    const { key, subject } = await findKey(cx, id);
    unwrap(checkApiKeyChange(key, change, cx.now));
    if (change.name !== undefined) await refuseTakenKeyName(tx, id, change.name);
    const before = { ...told(key), lineIds: await linesOfApiKey(tx, id) };
    const next = await updateApiKey(tx, { id, version }, change);
    const bound = lineIds === undefined ? before.lineIds : [...new Set(lineIds)];
    if (lineIds !== undefined) await bindApiKey(tx, id, bound);
    const after = { ...before, ...change, lineIds: bound };
    cx.emit({ ...subject, type: "apiKey.changed", data: { before, after } });
    return { id, version: next };
  },
});

/** From the next request on the key opens nothing; it cannot be brought back. */
export const revokeApiKey = defineCommand({
  name: "apiKey.revoke",
  permission: manage,
  scope: "none",
  input: apiKeyRevoke.extend({ id: z.string() }),
  output: answer,
  async run(cx, { id, reason }) {
    const { key, subject } = await findKey(cx, id);
    unwrap(checkApiKeyChange(key, {}, cx.now));
    const version = await updateApiKey(cx.tx, key, {
      revokedAt: cx.now,
      revokedByName: cx.actor.name,
    });
    cx.emit({ ...subject, type: "apiKey.revoked", data: { reason, prefix: key.prefix } });
    return { id, version };
  },
});

async function findKey({ tx, about }: Pick<CommandContext, "tx" | "about">, id: string) {
  const key = await lockApiKey(tx, id);
  if (!key) throw new AppError("not_found", "API_KEY_NOT_FOUND", { id });
  const subject = { entityType: "apiKey", entityId: id, entityKey: key.name };
  about(subject);
  return { key, subject };
}

const told = ({ name, sources, ratePerMinute, expiresAt }: StoredApiKey) => ({
  ...{ name, sources, ratePerMinute, expiresAt },
});
