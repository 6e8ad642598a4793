import type { MonitorAnswer } from "@lineside/domain/ingest";
import { CircleCheck } from "lucide-react";
import { formatNumber } from "~/lib/format.ts";
import { useT } from "~/lib/i18n.ts";
import { Empty } from "~/ui/empty.tsx";
import { LinkList, LinkRow } from "~/ui/link-list.tsx";
import { Section } from "~/ui/page.tsx";
import { useRefusalText } from "~/ui/refusal.tsx";
import { StatusPill } from "~/ui/status-pill.tsx";
import { Text } from "~/ui/text.tsx";
import { Ago } from "~/ui/time.tsx";
import { undecided } from "../api/monitor.ts";

type Group = MonitorAnswer["waiting"][number];

/** Rejected, dead and in conflict: somebody's decision; parked: goes on by itself once it can. */
export function ToActOn({ waiting }: { waiting: Group[] }) {
  const t = useT("ingest");
  const mine = waiting.filter(({ state }) => undecided.includes(state));
  const parked = waiting.filter(({ state }) => state === "PARKED");
  return (
    <div className="grid items-start gap-5 xl:grid-cols-2">
      <Section title={t("toDecide")} lead={t("toDecide.lead")}>
        {mine.length === 0 ? (
          <Empty icon={CircleCheck} title={t("toDecide.none")} />
        ) : (
          <Groups groups={mine} label={t("toDecide")} />
        )}
      </Section>
      <Section title={t("waits")} lead={t("waits.lead")}>
        {parked.length === 0 ? (
          <Empty icon={CircleCheck} title={t("waits.none")} />
        ) : (
          <Groups groups={parked} label={t("waits")} />
        )}
      </Section>
    </div>
  );
}

function Groups({ groups, label }: { groups: Group[]; label: string }) {
  const say = useRefusalText();
  return (
    <LinkList label={label}>
      {groups.map((group) => {
        const { state, code, context, sourceSystem, stationCode, count, oldestAt } = group;
        return (
          <LinkRow
            key={[state, code, sourceSystem, stationCode].join("|")}
            to="/ingest/events"
            search={{
              state,
              source: sourceSystem,
              ...(code && { code }),
              ...(stationCode && { station: stationCode }),
            }}
            isSentence
            lead={
              <>
                {formatNumber(count)} × {code && say({ code, context: context ?? {} })}
              </>
            }
            detail={[sourceSystem, stationCode].filter(Boolean).join(" · ")}
            end={
              <span className="flex items-center gap-3">
                <Text isQuiet isSmall>
                  <Ago at={oldestAt} />
                </Text>
                <StatusPill kind="ingest" state={state} />
              </span>
            }
          />
        );
      })}
    </LinkList>
  );
}
