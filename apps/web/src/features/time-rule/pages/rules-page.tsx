import type { RuleRow } from "@lineside/domain/time-rule";
import { useQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { Plus } from "lucide-react";
import { useLocalName, useT } from "~/lib/i18n.ts";
import { useLive } from "~/lib/live.ts";
import { onDemand } from "~/lib/on-demand.tsx";
import { Button } from "~/ui/button.tsx";
import { type Column, DataTable } from "~/ui/data-table.tsx";
import { Empty } from "~/ui/empty.tsx";
import { Page } from "~/ui/page.tsx";
import { StatusPill } from "~/ui/status-pill.tsx";
import { Text } from "~/ui/text.tsx";
import { useWhyNot } from "~/ui/why-not.ts";
import { rulesKey, rulesQuery } from "../api/rules.ts";
import { inFamilies } from "../families.ts";
import { useMinutesText, useRuleSentence } from "../sentence.ts";

const RuleDrawer = onDemand(() => import("../components/rule-drawer.tsx"), "RuleDrawer");

/** What must not take longer than it may: the definitions, family by family, the strongest first. */
export function RulesPage() {
  const t = useT("time-rule");
  const whyNot = useWhyNot();
  const { rule: opened } = useSearch({ from: "/_app/time-rules" });
  const navigate = useNavigate({ from: "/time-rules" });
  const { data, error, isPending, refetch } = useQuery(rulesQuery);
  useLive(["timeRule.", "clock."], [rulesKey]);
  const open = (rule: string | undefined) => void navigate({ search: { rule }, replace: !rule });
  const row = data?.find(({ code }) => code === opened) ?? null;
  return (
    <Page
      title={t("rules")}
      lead={t("rulesLead")}
      actions={
        <Button
          look="primary"
          icon={Plus}
          disabledReason={whyNot("clock:config")}
          {...RuleDrawer.reach}
          onClick={() => open("new")}
        >
          {t("createRule")}
        </Button>
      }
    >
      <DataTable
        rows={inFamilies(data ?? [])}
        isLoading={isPending}
        error={error}
        retry={() => void refetch()}
        label={t("rules")}
        columns={useColumns()}
        rowKey={(rule) => rule.code}
        onOpen={(rule) => open(rule.code)}
        reach={RuleDrawer.reach}
        empty={<Empty title={t("noRules")} />}
      />
      {data && (row || opened === "new") && (
        <RuleDrawer key={opened} row={row} rules={data} onClose={() => open(undefined)} />
      )}
    </Page>
  );
}

function useColumns(): Column<RuleRow>[] {
  const t = useT("time-rule");
  const local = useLocalName();
  const minutes = useMinutesText();
  const sentence = useRuleSentence();
  return [
    {
      key: "name",
      header: t("rule"),
      isLead: true,
      cell: (rule) => (
        <span className="flex flex-col py-1">
          {local(rule)}
          <Text isQuiet isSmall className="max-w-prose text-pretty">
            {sentence(rule)}
          </Text>
        </span>
      ),
    },
    { key: "family", header: t("family"), cell: (rule) => rule.family },
    { key: "scope", header: t("scope"), cell: (rule) => <Scope rule={rule} /> },
    {
      key: "duration",
      header: t("duration"),
      align: "end",
      cell: (rule) => <Text className="whitespace-nowrap">{minutes(rule.durationMinutes)}</Text>,
    },
    {
      key: "onExpiry",
      header: t("onExpiry"),
      cell: (rule) => <StatusPill kind="severity" state={rule.onExpiry} />,
    },
    {
      key: "running",
      header: t("runningNow"),
      align: "end",
      cell: (rule) => rule.running + rule.expired,
      isEmpty: (rule) => rule.running + rule.expired === 0,
    },
    {
      key: "state",
      header: t("state"),
      cell: (rule) => <StatusPill kind="active" state={rule.isActive ? "ACTIVE" : "INACTIVE"} />,
    },
  ];
}

function Scope({ rule }: { rule: RuleRow }) {
  const t = useT("time-rule");
  return (
    <>
      {t(`scope.${rule.scope}`)} {rule.scopeKey}
    </>
  );
}
