import type { PasteTypeCreate, PasteTypePatch, PasteTypeRow } from "@lineside/domain/solder-paste";
import { del, patch, path, post } from "~/lib/http.ts";

export const createType = (body: PasteTypeCreate, idempotencyKey: string) =>
  post<PasteTypeRow>("/paste-types", { body, idempotencyKey });

export const changeType = (
  { code, ...body }: PasteTypePatch & { code: string },
  idempotencyKey: string,
) => patch<PasteTypeRow>(path`/paste-types/${code}`, { body, idempotencyKey });

export const deleteType = ({ code, version }: PasteTypeRow, idempotencyKey: string) =>
  del(path`/paste-types/${code}`, { query: { version }, idempotencyKey });
