import { useQuery } from "@tanstack/react-query";
import { Check, ClipboardCheck, X } from "lucide-react";
import { useT } from "~/lib/i18n.ts";
import { Disclosure } from "~/ui/disclosure.tsx";
import { Section } from "~/ui/page.tsx";
import { useRefusalText } from "~/ui/refusal.tsx";
import { Text } from "~/ui/text.tsx";
import { Time } from "~/ui/time.tsx";
import { Timeline, TimelineItem } from "~/ui/timeline.tsx";
import { historyQuery } from "../api/readiness.ts";
import { itemId } from "../order.ts";

/** Evaluations that were kept: what was found when, with the evidence of that moment. */
export function Evaluations({ runNo }: { runNo: string }) {
  const t = useT("readiness");
  const tWords = useT("words");
  const say = useRefusalText();
  const { data: rows = [] } = useQuery(historyQuery(runNo));
  if (rows.length === 0) return null;
  return (
    <Section title={t("kept")} lead={t("keptLead")}>
      <Timeline label={t("kept")}>
        {rows.map((row) => {
          const open = row.items.filter(({ finding }) => finding !== null);
          return (
            <TimelineItem
              key={row.id}
              tone={row.status === "PASSED" ? "ok" : "bad"}
              icon={row.type === "FORMAL" ? ClipboardCheck : row.status === "PASSED" ? Check : X}
              title={t(`type.${row.type}`)}
              when={<Time at={row.at} style="minute" zone={false} />}
              facts={row.byName}
            >
              {open.length > 0 && (
                <Disclosure summary={t("findings", { count: open.length })}>
                  <ul className="flex flex-col gap-1">
                    {open.map((item) => (
                      <li key={itemId(item)}>
                        <Text isSmall>
                          {tWords(`check.${item.checkCode}`)} {item.itemKey}:{" "}
                          {item.finding && say(item.finding)}
                        </Text>
                      </li>
                    ))}
                  </ul>
                </Disclosure>
              )}
            </TimelineItem>
          );
        })}
      </Timeline>
    </Section>
  );
}
