import type { BackupPlaceFacts, BackupRow, BackupStatus } from "@lineside/domain/backup";
import { queryOptions } from "@tanstack/react-query";
import { del, get, path, post, put } from "~/lib/http.ts";
import { useRows } from "~/lib/pages.ts";

export const backupsKey = ["backups"];

export const useBackups = () => useRows<BackupRow>(backupsKey, "/backups");

export const backupStatusQuery = queryOptions({
  queryKey: [...backupsKey, "status"],
  queryFn: ({ signal }) => get<BackupStatus>("/backups/status", { signal }),
});

export const backupPlacesQuery = queryOptions({
  queryKey: [...backupsKey, "places"],
  queryFn: ({ signal }) => get<BackupPlaceFacts>("/backups/places", { signal }),
});

export const createBackup = (_: undefined, idempotencyKey: string) =>
  post<{ id: string }>("/backups", { body: {}, idempotencyKey });

export const verifyBackup = (id: string, idempotencyKey: string) =>
  post<{ id: string }>(path`/backups/${id}/verify`, { body: {}, idempotencyKey });

export const removeBackup = (id: string, idempotencyKey: string) =>
  del<{ id: string }>(path`/backups/${id}`, { body: {}, idempotencyKey });

export type Policy = BackupStatus["policy"];

export const savePolicy = (body: Policy, idempotencyKey: string) =>
  put<Policy>("/backups/policy", { body, idempotencyKey });

/** A browser fetches it itself, however large it is. */
export const downloadAddress = (id: string) => `/api/backups/${encodeURIComponent(id)}/download`;
