import type { FileRow } from "@lineside/domain/file";
import { path, post } from "~/lib/http.ts";

/** What may be picked; the server decides by the first bytes. */
export const acceptedFiles = "image/jpeg,image/png,image/webp,image/heic,application/pdf";

export const fileAddress = (id: string) => `/api${path`/files/${id}`}`;

export const uploadFile = (file: File, idempotencyKey: string) =>
  post<FileRow>("/files", { file, query: { name: file.name.slice(0, 120) }, idempotencyKey });
