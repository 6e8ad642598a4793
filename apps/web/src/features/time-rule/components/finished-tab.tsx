import type { ClockCard } from "@lineside/domain/time-rule";
import { useLocalName, useT } from "~/lib/i18n.ts";
import { useRows } from "~/lib/pages.ts";
import { type Column, DataTable } from "~/ui/data-table.tsx";
import { Empty } from "~/ui/empty.tsx";
import { StatusPill } from "~/ui/status-pill.tsx";
import { Text } from "~/ui/text.tsx";
import { Duration, Time, useTimeHeader } from "~/ui/time.tsx";
import { type ClockFilters, clocksKey } from "../api/clocks.ts";
import { RunLink, SubjectLink } from "./links.tsx";

const overStates = "COMPLETED,LATE_COMPLETED,WAIVED,CANCELLED";

/** What is over: how long it really took, and how late the server noticed what ran out. */
export function FinishedTab({ state, filters }: { state?: string; filters: ClockFilters }) {
  const t = useT("time-rule");
  const query = { ...filters, state: state ?? overStates };
  const rows = useRows<ClockCard>([...clocksKey, "over", query], "/clocks", query);
  return (
    <DataTable
      {...rows}
      label={t("finished")}
      columns={useColumns()}
      rowKey={(clock) => clock.id}
      empty={<Empty title={t("noneFinished")} />}
    />
  );
}

function useColumns(): Column<ClockCard>[] {
  const t = useT("time-rule");
  const local = useLocalName();
  const timeHeader = useTimeHeader();
  return [
    {
      key: "subject",
      header: t("subject"),
      isLead: true,
      cell: (clock) => <SubjectLink clock={clock} />,
    },
    {
      key: "rule",
      header: t("rule"),
      cell: (clock) => local({ name: clock.ruleName, nameZh: clock.ruleNameZh }),
    },
    {
      key: "state",
      header: t("state"),
      cell: (clock) => <Ending clock={clock} />,
    },
    {
      key: "run",
      header: t("run"),
      cell: (clock) => (
        <span className="flex flex-col">
          {clock.runNo && <RunLink runNo={clock.runNo} />}
          <Text isSmall isQuiet>
            {clock.lineCode}
          </Text>
        </span>
      ),
      isEmpty: (clock) => clock.runNo === null && clock.lineCode === null,
    },
    {
      key: "ended",
      header: timeHeader(t("ended")),
      cell: (clock) => <Time at={clock.endedAt} zone={false} />,
    },
    {
      key: "took",
      header: t("took"),
      align: "end",
      cell: (clock) => <Took clock={clock} />,
    },
    {
      key: "noticed",
      header: t("noticedAfter"),
      align: "end",
      cell: (clock) => <Duration ms={toMs(clock.detectionDelaySeconds)} />,
      isEmpty: (clock) => clock.detectionDelaySeconds === null,
    },
  ];
}

const toMs = (seconds: number | null) => (seconds === null ? null : seconds * 1000);

/** How it ended; a waiver with who answers for it and why. */
function Ending({ clock }: { clock: ClockCard }) {
  return (
    <span className="flex flex-col items-start">
      <StatusPill kind="clock" state={clock.state} />
      {clock.waiveReason && (
        <Text isSmall isQuiet>
          {clock.waivedByName}: {clock.waiveReason}
        </Text>
      )}
    </span>
  );
}

/** The real time, however late, beside what was allowed. */
function Took({ clock }: { clock: ClockCard }) {
  const t = useT("time-rule");
  const took = toMs(clock.elapsedSeconds);
  const overMs = took === null ? 0 : took - clock.durationMinutes * 60_000;
  return (
    <span className="flex flex-col">
      <Duration ms={took} />
      {overMs > 0 && clock.state !== "CANCELLED" && (
        <Text isSmall tone="bad" className="whitespace-nowrap">
          {t("over")} <Duration ms={overMs} />
        </Text>
      )}
    </span>
  );
}
