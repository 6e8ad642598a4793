import type { CheckRow, PolicyRow } from "@lineside/domain/readiness";
import { useQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { Sparkles } from "lucide-react";
import { useT } from "~/lib/i18n.ts";
import { useLive } from "~/lib/live.ts";
import { onDemand } from "~/lib/on-demand.tsx";
import { useMay } from "~/lib/session.ts";
import { useCommand } from "~/lib/use-command.ts";
import { type Column, DataTable } from "~/ui/data-table.tsx";
import { Notice } from "~/ui/notice.tsx";
import { Page } from "~/ui/page.tsx";
import { ReasonButton } from "~/ui/reason-button.tsx";
import { Refusal } from "~/ui/refusal.tsx";
import { Loading } from "~/ui/skeleton.tsx";
import { Badge, StatusPill } from "~/ui/status-pill.tsx";
import { checksQuery, policiesQuery, takeRecommended } from "../api/readiness.ts";
import { useFreshnessText } from "../components/freshness.ts";

const PolicyDrawer = onDemand(() => import("../components/policy-drawer.tsx"), "PolicyDrawer");

/** How strictly each check is taken, plant-wide and where a line, route or product says otherwise. */
export function PoliciesPage() {
  const t = useT("readiness");
  const { check } = useSearch({ from: "/_app/readiness/policies" });
  const navigate = useNavigate({ from: "/readiness/policies" });
  const checks = useQuery(checksQuery);
  const policies = useQuery(policiesQuery);
  useLive(["readiness."], [["readiness", "policies"]]);
  const open = (code: string | undefined) => void navigate({ search: { check: code } });
  const columns = useColumns(policies.data ?? []);
  const error = checks.error ?? policies.error;
  const rows = checks.data;
  const chosen = rows?.find(({ code }) => code === check);
  return (
    <Page title={t("policies")} lead={t("policiesLead")} actions={<Recommended />}>
      {error && <Refusal error={error} />}
      {!error && (!rows || !policies.data) && <Loading lines={10} />}
      {rows && policies.data && (
        <>
          {policies.data.length === 0 && (
            <Notice tone="warn" title={t("nothingSet")}>
              {t("nothingSetHint")}
            </Notice>
          )}
          <DataTable
            rows={rows}
            label={t("policies")}
            columns={columns}
            rowKey={(row) => row.code}
            onOpen={(row) => open(row.code)}
            reach={PolicyDrawer.reach}
            isSelected={(row) => row.code === check}
          />
        </>
      )}
      {chosen && policies.data && (
        <PolicyDrawer
          key={chosen.code}
          check={chosen}
          policies={policies.data.filter(({ checkCode }) => checkCode === chosen.code)}
          onClose={() => open(undefined)}
        />
      )}
    </Page>
  );
}

function Recommended() {
  const t = useT("readiness");
  const may = useMay("readiness:config");
  const take = useCommand(takeRecommended, { touches: [["readiness"]] });
  if (!may) return null;
  return (
    <ReasonButton
      icon={Sparkles}
      label={t("recommended")}
      question={t("recommendedQuestion")}
      reason="none"
      onConfirm={() => take.mutateAsync({})}
    />
  );
}

function useColumns(policies: readonly PolicyRow[]): Column<CheckRow>[] {
  const t = useT("readiness");
  const tWords = useT("words");
  const freshness = useFreshnessText();
  const plantWide = (code: string) =>
    policies.find(({ checkCode, scope }) => checkCode === code && scope === "GLOBAL");
  const others = (code: string) =>
    policies.filter(({ checkCode, scope }) => checkCode === code && scope !== "GLOBAL");
  return [
    { key: "check", header: t("item"), isLead: true, cell: (row) => tWords(`check.${row.code}`) },
    {
      key: "gate",
      header: t("plantWide"),
      cell: (row) => {
        const policy = plantWide(row.code);
        return (
          <span className="flex flex-wrap gap-1.5">
            <StatusPill kind="gate" state={policy?.gate ?? row.defaultGate} />
            {row.isGateFixed && <Badge tone="none">{t("fixed")}</Badge>}
            {!policy && !row.isGateFixed && <Badge tone="none">{t("default")}</Badge>}
          </span>
        );
      },
    },
    {
      key: "freshness",
      header: t("freshness"),
      cell: (row) => {
        const policy = plantWide(row.code);
        return freshness(policy ? policy.freshnessMinutes : row.defaultFreshnessMinutes);
      },
    },
    {
      key: "two",
      header: t("waiver"),
      cell: (row) => {
        const needsTwo = plantWide(row.code)?.needsTwo;
        return row.isWaivable ? t(needsTwo ? "twoPersons" : "onePerson") : t("notWaivable");
      },
    },
    {
      key: "others",
      header: t("exceptions"),
      isEmpty: (row) => others(row.code).length === 0,
      cell: (row) =>
        others(row.code)
          .map(({ scope, scopeKey }) => `${t(`scope.${scope}`)} ${scopeKey}`)
          .join(", "),
    },
  ];
}
