import type { NoticeRow } from "@lineside/domain/notification";
import { addressOf } from "~/shell/feature.ts";

/** Kinds of things as the shell opens them, by what a notice is about. */
const kinds: Record<string, string> = {
  unit: "UNIT",
  run: "RUN",
  workOrder: "ORDER",
  product: "PRODUCT",
  route: "ROUTE",
  pasteBottle: "PASTE_BOTTLE",
};

/** The page where something can be done about it; the inbox itself when no screen shows such things. */
export function addressOfNotice(notice: NoticeRow): string {
  const key = encodeURIComponent(notice.entityKey);
  if (notice.entityType === "clock") return `/clocks?subject=${key}`;
  if (notice.entityType === "fridge") return "/paste/fridges";
  if (notice.entityType === "backup") return "/admin/backups";
  if (notice.entityType === "health") return "/admin";
  const kind = kinds[notice.entityType] ?? notice.entityType;
  return addressOf(kind, notice.entityKey) ?? "/inbox";
}
