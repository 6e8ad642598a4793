import type { AuditRow } from "@lineside/domain/audit";
import type { Page } from "@lineside/domain/kernel";
import type { RunAnswer } from "@lineside/domain/work-order";
import { useQuery } from "@tanstack/react-query";
import { ScrollText } from "lucide-react";
import { get } from "~/lib/http.ts";
import { useT } from "~/lib/i18n.ts";
import { type Column, DataTable } from "~/ui/data-table.tsx";
import { ButtonLink } from "~/ui/link.tsx";
import { Section } from "~/ui/page.tsx";
import { Sn } from "~/ui/sn.tsx";
import { StatusPill } from "~/ui/status-pill.tsx";
import { Text } from "~/ui/text.tsx";
import { Time, useTimeHeader } from "~/ui/time.tsx";

/** The last things that happened to the run and its boards, for those who may read the trail. */
export function RunEvents({ run }: { run: RunAnswer }) {
  const t = useT("run");
  const { data, error, isPending, refetch } = useQuery({
    queryKey: ["runs", run.runNo, "events"],
    queryFn: async ({ signal }) =>
      (await get<Page<AuditRow>>("/audit-logs", { query: { runId: run.id, limit: 15 }, signal }))
        .items,
  });
  return (
    <Section
      title={t("events")}
      actions={
        <ButtonLink
          to="/audit"
          search={{ runId: run.id }}
          icon={ScrollText}
          look="quiet"
          size="small"
        >
          {t("allEvents")}
        </ButtonLink>
      }
    >
      <DataTable
        rows={data ?? []}
        isLoading={isPending}
        error={error}
        retry={() => void refetch()}
        label={t("events")}
        maxHeight="24rem"
        columns={useColumns()}
        rowKey={(row) => row.id}
      />
    </Section>
  );
}

function useColumns(): Column<AuditRow>[] {
  const t = useT("run");
  const tEvents = useT("events");
  const timeHeader = useTimeHeader();
  return [
    {
      key: "what",
      header: t("what"),
      isLead: true,
      cell: (row) => (
        <span className="flex flex-wrap items-baseline gap-x-2">
          {tEvents(row.type)} <Sn value={row.entityKey} />
        </span>
      ),
    },
    {
      key: "outcome",
      header: t("outcome"),
      cell: (row) => (
        <span className="flex flex-wrap items-center gap-x-2">
          <StatusPill kind="outcome" state={row.outcome} />
          {row.code && (
            <Text isQuiet isSmall>
              {row.code}
            </Text>
          )}
        </span>
      ),
    },
    { key: "who", header: t("who"), cell: (row) => row.actorName },
    {
      key: "station",
      header: t("station"),
      cell: (row) => row.stationCode,
      isEmpty: (row) => !row.stationCode,
    },
    {
      key: "when",
      header: timeHeader(t("when")),
      width: "12rem",
      cell: (row) => <Time at={row.occurredAt} zone={false} />,
    },
  ];
}
