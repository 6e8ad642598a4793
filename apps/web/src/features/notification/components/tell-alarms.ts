import type { Page } from "@lineside/domain/kernel";
import { type NoticeRow, noticeSentence } from "@lineside/domain/notification";
import { plantZone } from "~/lib/format.ts";
import { get } from "~/lib/http.ts";
import { currentLanguage } from "~/lib/i18n.ts";
import { toastAlarm } from "~/ui/toast.tsx";
import { addressOfNotice } from "./notice-address.ts";

/** A shift change can raise dozens at once: the newest few are shown, the bell counts the rest. */
const mostAtOnce = 3;

/** Shows the newest unread alarms on whatever page; nothing takes the focus from where it is. */
export async function tellAlarms(count: number, label: string): Promise<void> {
  const query = { unread: true, severity: "ALARM", limit: Math.min(count, mostAtOnce) };
  const { items } = await get<Page<NoticeRow>>("/notices", { query });
  for (const alarm of items.toReversed()) {
    const text = noticeSentence(alarm, currentLanguage(), plantZone());
    toastAlarm(text, { to: addressOfNotice(alarm), label });
  }
}
