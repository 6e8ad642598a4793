import type { IntegrityFinding, SealRow, SealStatus } from "@lineside/domain/audit";
import { useQuery } from "@tanstack/react-query";
import { ShieldCheck } from "lucide-react";
import { formatNumber } from "~/lib/format.ts";
import { useT } from "~/lib/i18n.ts";
import { useLive } from "~/lib/live.ts";
import { useCommand } from "~/lib/use-command.ts";
import { Button } from "~/ui/button.tsx";
import { type Column, DataTable } from "~/ui/data-table.tsx";
import { Drawer } from "~/ui/dialog.tsx";
import { Empty } from "~/ui/empty.tsx";
import { KeyValues } from "~/ui/key-values.tsx";
import { Notice } from "~/ui/notice.tsx";
import { Section } from "~/ui/page.tsx";
import { Progress } from "~/ui/progress.tsx";
import { Refusal } from "~/ui/refusal.tsx";
import { Loading } from "~/ui/skeleton.tsx";
import { Badge } from "~/ui/status-pill.tsx";
import { Code, Text } from "~/ui/text.tsx";
import { Time } from "~/ui/time.tsx";
import { sealStatusQuery, sealsKey, startVerification, useSeals } from "../api/seals.ts";
import { Holds } from "./holds.tsx";
import { SealBadge } from "./seal-badge.tsx";

/** Whether the trail can be relied on: what is sealed, when it was compared, and what is on hold. */
export function SealsDrawer({ onClose }: { onClose: () => void }) {
  const t = useT("audit");
  const { data, error, refetch } = useQuery(sealStatusQuery);
  const verify = useCommand(startVerification, { touches: [sealsKey] });
  useLive(["audit."], [sealsKey, ["audit"], ["holds"]]);
  return (
    <Drawer
      isOpen
      isWide
      onClose={onClose}
      title={t("seals.title")}
      lead={t("seals.lead")}
      footer={
        <Button
          look="primary"
          icon={ShieldCheck}
          isBusy={verify.isPending || Boolean(data?.running)}
          onClick={() => verify.mutate(undefined)}
        >
          {t("seals.verify")}
        </Button>
      }
    >
      <div className="flex flex-col gap-6">
        {verify.error && <Refusal error={verify.error} />}
        {error && !data && <Refusal error={error} onRetry={() => void refetch()} />}
        {!data && !error && <Loading lines={3} />}
        {data && <Verdict status={data} />}
        {data && <SealFacts status={data} />}
        <Holds />
        <Seals />
      </div>
    </Drawer>
  );
}

function Verdict({ status: { last, running } }: { status: SealStatus }) {
  const t = useT("audit");
  if (running) {
    const total = running.toSeq - running.fromSeq + 1;
    const done = { tone: "ok" as const, label: t("seals.running"), quantity: running.sealsDone };
    return (
      <Notice tone="wait" title={t("seals.running")}>
        <Progress parts={[done]} total={total} isCounted />
      </Notice>
    );
  }
  if (!last) return <Notice tone="warn" title={t("seals.never")} />;
  if (last.state === "FAILED") return <Notice tone="warn" title={t("seals.failed")} />;
  const isIntact = last.state === "INTACT";
  const rows = { count: last.rowsDone, rows: formatNumber(last.rowsDone) };
  return (
    <Notice tone={isIntact ? "ok" : "bad"} title={t(isIntact ? "seals.intact" : "seals.broken")}>
      <span className="flex flex-wrap gap-x-2">
        {last.endedAt && <Time at={last.endedAt} />} {t("seals.compared", rows)}{" "}
        {last.requestedByName}
      </span>
      {last.findings.map((finding) => (
        <Finding key={`${finding.seal} ${finding.eventId} ${finding.code}`} finding={finding} />
      ))}
    </Notice>
  );
}

function Finding({ finding }: { finding: IntegrityFinding }) {
  const t = useT("audit");
  return (
    <span className="flex flex-wrap items-baseline gap-x-2">
      {t(`finding.${finding.code}`, { seal: finding.seal })}
      {finding.eventId && <Code value={finding.eventId} />}
    </span>
  );
}

function SealFacts({ status }: { status: SealStatus }) {
  const t = useT("audit");
  return (
    <KeyValues
      items={[
        [t("seals.count"), formatNumber(status.seals)],
        [t("seals.rows"), formatNumber(status.rows)],
        [t("seals.to"), status.sealedTo && <Time key="to" at={status.sealedTo} />],
        status.purgedRows > 0 && [t("seals.purged"), formatNumber(status.purgedRows)],
        [
          t("seals.retention"),
          status.retentionDays === 0
            ? t("seals.forEver")
            : t("seals.days", { count: status.retentionDays }),
        ],
        [t("seals.head"), status.head && <Code key="head" value={status.head.hash} />],
      ]}
    />
  );
}

function Seals() {
  const t = useT("audit");
  return (
    <Section title={t("seals.list")}>
      <DataTable
        {...useSeals()}
        label={t("seals.list")}
        columns={useSealColumns()}
        rowKey={(row) => String(row.seq)}
        empty={<Empty title={t("seals.none")} hint={t("seals.noneHint")} />}
      />
    </Section>
  );
}

function useSealColumns(): Column<SealRow>[] {
  const t = useT("audit");
  return [
    {
      key: "seal",
      header: t("seal"),
      isLead: true,
      cell: (row) => <SealBadge seal={row} />,
    },
    { key: "from", header: t("from"), cell: (row) => <Time at={row.fromAt} style="minute" /> },
    { key: "to", header: t("to"), cell: (row) => <Time at={row.toAt} style="minute" /> },
    { key: "rows", header: t("seals.rows"), align: "end", cell: (row) => formatNumber(row.rows) },
    {
      key: "where",
      header: t("where"),
      cell: (row) =>
        row.purgedAt ? (
          <Badge>{t("seals.archived")}</Badge>
        ) : (
          <Text isQuiet>{t("seals.here")}</Text>
        ),
    },
  ];
}
