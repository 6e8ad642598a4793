import { type NoticeRow, noticeSentence } from "@lineside/domain/notification";
import { usePlantZone } from "~/lib/format.ts";
import { useLanguage } from "~/lib/i18n.ts";

/** What happened, in the reader's language and the plant's time: the same words that mail and WeCom send. */
export function useNoticeSentence(): (notice: NoticeRow) => string {
  const language = useLanguage();
  const zone = usePlantZone();
  return (notice) => noticeSentence(notice, language, zone);
}
