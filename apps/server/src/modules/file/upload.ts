import { fileRow, zMediaType } from "@lineside/domain/file";
import { z } from "zod";
import { defineAction } from "../../platform/action.ts";
import { defineCommand, execute } from "../../platform/command.ts";
import { receiveFile } from "./receive-file.ts";
import { insertFile, toFileRow } from "./store.ts";

/** Makes a file of bytes that lie in the store already. */
const keepFile = defineCommand({
  name: "file.upload",
  permission: "form:record",
  // A file belongs to no line until a record takes it.
  scope: "none",
  input: z.object({
    sha256: z.string(),
    size: z.number().int(),
    mediaType: zMediaType,
    name: z.string(),
  }),
  output: fileRow,
  async run({ tx, now, newId, actor, about, emit }, input) {
    const by = { uploadedById: actor.id, uploadedByName: actor.name };
    const row = { ...input, ...by, id: newId(), uploadedAt: now };
    const subject = { entityType: "file", entityId: row.id, entityKey: row.name };
    about(subject);
    await insertFile(tx, row);
    emit({ ...subject, type: "file.uploaded", data: { after: input } });
    return toFileRow(row);
  },
});

/** The bytes first, durable; then the row. Bytes without a row are swept a day later. */
export const uploadFile = defineAction({
  name: "file.upload",
  permission: "form:record",
  body: "raw",
  input: z.object({ name: z.string().max(500).optional() }),
  async run({ platform, caller, request }, { name }) {
    const input = await receiveFile(platform.files, request, name);
    const { value, replayed } = await execute(platform, keepFile, { input, caller });
    const headers = {
      "cache-control": "no-store",
      ...(replayed ? { "idempotency-replayed": "true" } : {}),
    };
    return Response.json(value, { headers });
  },
});
