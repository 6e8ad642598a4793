import type { CommandBySetting } from "@lineside/domain/signature";
import { queryOptions } from "@tanstack/react-query";
import { get, patch } from "~/lib/http.ts";

export interface Settings {
  plantName: string;
  undoSeconds: number;
  overrunPercent: number;
  scanPrefix: string;
  scanSuffix: string;
  noticeLanguage: "zh-CN" | "en";
  changeoverReminderHours: number;
  changeoverSelfReview: boolean;
  ingestParkMinutes: number;
  ingestRawDays: number;
  ingestArchiveEnabled: boolean;
  auditRetentionDays: number;
  passwordLengthMin: number;
  signInFailuresMax: number;
  signInLockMinutes: number;
  secondFactorForAdmins: boolean;
  signatureFor: CommandBySetting[];
}

export const settingsQuery = queryOptions({
  queryKey: ["settings"],
  queryFn: ({ signal }) => get<Settings>("/settings", { signal }),
});

export const saveSettings = (body: Partial<Settings>, idempotencyKey: string) =>
  patch<Settings>("/settings", { body, idempotencyKey });
