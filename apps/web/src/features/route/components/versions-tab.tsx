import type { RouteDetail, VersionRow } from "@lineside/domain/routing";
import { useNavigate } from "@tanstack/react-router";
import { GitCompareArrows } from "lucide-react";
import { path } from "~/lib/http.ts";
import { useT } from "~/lib/i18n.ts";
import { useRows } from "~/lib/pages.ts";
import { type Column, DataTable } from "~/ui/data-table.tsx";
import { Empty } from "~/ui/empty.tsx";
import { ButtonLink } from "~/ui/link.tsx";
import { Badge, StatusPill } from "~/ui/status-pill.tsx";
import { Text } from "~/ui/text.tsx";
import { Time, useTimeHeader } from "~/ui/time.tsx";

/** Every version there ever was, newest first: immutable, each with who made it and what changed. */
export function VersionsTab({ route }: { route: RouteDetail }) {
  const t = useT("route");
  const navigate = useNavigate();
  const { code } = route;
  const versions = useRows<VersionRow>(
    ["routes", code, "versions"],
    path`/routes/${code}/versions`,
  );
  return (
    <DataTable
      {...versions}
      label={t("versions")}
      columns={useColumns(route)}
      rowKey={(version) => version.id}
      onOpen={({ versionNo }) =>
        navigate({ to: "/routes/$code/versions/$no", params: { code, no: String(versionNo) } })
      }
      empty={<Empty title={t("noVersions")} hint={t("pending.neverHint")} />}
    />
  );
}

function useColumns(route: RouteDetail): Column<VersionRow>[] {
  const t = useT("route");
  const timeHeader = useTimeHeader();
  return [
    {
      key: "no",
      header: t("version"),
      isLead: true,
      cell: ({ versionNo }) => (
        <span className="inline-flex items-center gap-2">
          {t("v", { no: versionNo })}
          {versionNo === route.readyVersionNo && <Badge tone="ok">{t("usedByRuns")}</Badge>}
        </span>
      ),
    },
    {
      key: "status",
      header: t("state"),
      cell: ({ status, errorCount }) => (
        <span className="inline-flex flex-wrap items-center gap-2">
          <StatusPill kind="version" state={status} />
          {errorCount > 0 && (
            <Text isQuiet isSmall>
              {t("faultCount", { count: errorCount })}
            </Text>
          )}
        </span>
      ),
    },
    {
      key: "at",
      header: timeHeader(t("compiledAt")),
      cell: ({ compiledAt }) => <Time at={compiledAt} zone={false} />,
    },
    { key: "by", header: t("compiledBy"), cell: ({ compiledByName }) => compiledByName },
    {
      key: "diff",
      header: "",
      align: "end",
      cell: ({ versionNo }) =>
        versionNo > 1 && (
          <ButtonLink
            look="quiet"
            size="small"
            icon={GitCompareArrows}
            to="/routes/$code/diff/$from/$to"
            params={{ code: route.code, from: String(versionNo - 1), to: String(versionNo) }}
          >
            {t("againstPrevious")}
          </ButtonLink>
        ),
      isEmpty: ({ versionNo }) => versionNo === 1,
    },
  ];
}
