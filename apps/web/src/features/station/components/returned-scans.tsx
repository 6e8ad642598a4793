import { formatTime } from "~/lib/format.ts";
import { useT } from "~/lib/i18n.ts";
import { Button } from "~/ui/button.tsx";
import { Notice } from "~/ui/notice.tsx";
import { useRefusalText } from "~/ui/refusal.tsx";
import type { OutboxHandle } from "../use-outbox.ts";

/** Scans kept while the server was away that it then refused: shown until somebody has read them. */
export function ReturnedScans({ outbox }: { outbox: OutboxHandle }) {
  const t = useT("station");
  const say = useRefusalText();
  return outbox.box.returned.map((back) => (
    <Notice
      key={back.id}
      tone="bad"
      title={t(`returned.${back.result}`, {
        key: back.key,
        time: formatTime(back.atMs, "time"),
        name: back.byName,
      })}
      action={
        <Button size="large" onClick={() => outbox.read(back.id)}>
          {t("understood")}
        </Button>
      }
    >
      {say(back.refusal)}
    </Notice>
  ));
}
