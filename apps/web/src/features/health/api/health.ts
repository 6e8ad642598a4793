import type { BackupStatus } from "@lineside/domain/backup";
import type { Health } from "@lineside/domain/health";
import type { Maintenance, MaintenancePlan, MaintenanceStart } from "@lineside/domain/maintenance";
import { queryOptions } from "@tanstack/react-query";
import { get, post } from "~/lib/http.ts";

export const healthKey = ["health"];

/** The server looks every minute; asking costs it nothing. */
export const healthQuery = queryOptions({
  queryKey: healthKey,
  queryFn: ({ signal }) => get<Health>("/health", { signal }),
  refetchInterval: 20_000,
});

export const checkNow = (_: undefined, idempotencyKey: string) =>
  post<Health>("/health/check", { body: {}, idempotencyKey });

export const backupTickQuery = queryOptions({
  queryKey: ["backups", "status"],
  queryFn: ({ signal }) => get<BackupStatus>("/backups/status", { signal }),
});

export const beginMaintenance = (body: MaintenanceStart, idempotencyKey: string) =>
  post<Maintenance>("/maintenance/on", { body, idempotencyKey });

export const announceMaintenance = (body: MaintenancePlan, idempotencyKey: string) =>
  post<Maintenance>("/maintenance/announce", { body, idempotencyKey });

export const endMaintenance = (_: undefined, idempotencyKey: string) =>
  post<Maintenance>("/maintenance/off", { body: {}, idempotencyKey });
