import { useQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { Maximize2 } from "lucide-react";
import { useLocalName, useT } from "~/lib/i18n.ts";
import { useLive } from "~/lib/live.ts";
import { useNow } from "~/lib/use-now.ts";
import { Button } from "~/ui/button.tsx";
import { FilterBar } from "~/ui/filter-bar.tsx";
import { Page } from "~/ui/page.tsx";
import { useStateText } from "~/ui/status-pill.tsx";
import { Tabs } from "~/ui/tabs.tsx";
import { type ClockFilters, clocksKey, openClocksQuery, summaryQuery } from "../api/clocks.ts";
import { rulesQuery } from "../api/rules.ts";
import { openFaces } from "../components/clock-board.tsx";
import { FinishedTab } from "../components/finished-tab.tsx";
import { OpenTab, withFace } from "../components/open-tab.tsx";
import { WallBoard } from "../components/wall-board.tsx";

/** What runs out when: on a desk with filters and waivers, on a wall to be read across the hall. */
export function ClocksPage() {
  const { wall } = useSearch({ from: "/_app/clocks" });
  useLive(["clock."], [clocksKey]);
  return wall === "1" ? <ClocksWall /> : <ClocksDesk />;
}

function useOpenClocks() {
  const search = useSearch({ from: "/_app/clocks" });
  const filters: ClockFilters = {
    lineCode: search.line,
    runNo: search.run,
    ruleCode: search.rule,
    subject: search.subject,
  };
  return { search, filters, open: useQuery(openClocksQuery(filters)), now: useNow() };
}

function ClocksWall() {
  const navigate = useNavigate({ from: "/clocks" });
  const { search, open, now } = useOpenClocks();
  return (
    <WallBoard
      clocks={withFace(open.data?.clocks ?? [], search.state, now)}
      now={now}
      lineCode={search.line}
      onLeave={() => void navigate({ search: ({ wall: _, ...old }) => old })}
    />
  );
}

function ClocksDesk() {
  const t = useT("time-rule");
  const navigate = useNavigate({ from: "/clocks" });
  const { search, filters, open, now } = useOpenClocks();
  const isOver = search.tab === "finished";
  const set = (patch: Partial<typeof search>) =>
    void navigate({ search: (old) => ({ ...old, ...patch }), replace: true, resetScroll: false });
  return (
    <Page
      title={t("title")}
      lead={t("lead")}
      actions={
        <Button icon={Maximize2} onClick={() => set({ wall: "1", tab: undefined })}>
          {t("wall")}
        </Button>
      }
    >
      <FilterBar
        values={search}
        onChange={set}
        filters={useFilters(isOver)}
        searchLabel={undefined}
      />
      <Tabs
        value={isOver ? "finished" : "open"}
        // A state belongs to its tab.
        onChange={(tab) => set({ tab: tab === "open" ? undefined : tab, state: undefined })}
        tabs={[
          {
            value: "open",
            label: t("open"),
            content: (
              <OpenTab
                open={open}
                now={now}
                state={search.state}
                onState={(state) => set({ state })}
              />
            ),
          },
          {
            value: "finished",
            label: t("finished"),
            content: <FinishedTab state={search.state} filters={filters} />,
          },
        ]}
      />
    </Page>
  );
}

const overStates = ["COMPLETED", "LATE_COMPLETED", "WAIVED", "CANCELLED"];

function useFilters(isOver: boolean) {
  const t = useT("time-rule");
  const local = useLocalName();
  const stateText = useStateText("clock");
  const lines = useQuery(summaryQuery).data?.lines ?? [];
  const rules = useQuery(rulesQuery).data ?? [];
  return [
    {
      key: "line",
      label: t("line"),
      choices: lines
        .map(({ lineCode }) => lineCode)
        .filter((code) => code !== null)
        .map((value) => ({ value, label: value })),
    },
    {
      key: "state",
      label: t("state"),
      choices: (isOver ? overStates : [...openFaces]).map((value) => ({
        value,
        label: stateText(value),
      })),
    },
    {
      key: "rule",
      label: t("rule"),
      choices: rules.map((rule) => ({ value: rule.code, label: local(rule) })),
    },
    { key: "run", label: t("run"), kind: "text" as const },
    { key: "subject", label: t("subject"), kind: "text" as const },
  ];
}
