import type { MonitorAnswer } from "@lineside/domain/ingest";
import { formatNumber } from "~/lib/format.ts";
import { useT } from "~/lib/i18n.ts";
import { type Column, DataTable } from "~/ui/data-table.tsx";
import { Empty } from "~/ui/empty.tsx";
import { TextLink } from "~/ui/link.tsx";
import { Section } from "~/ui/page.tsx";
import { Progress } from "~/ui/progress.tsx";
import { useStateText } from "~/ui/status-pill.tsx";
import { Text } from "~/ui/text.tsx";
import { Ago } from "~/ui/time.tsx";
import { partsOf, totalOf } from "../fates.ts";

type Source = MonitorAnswer["sources"][number];
type Station = MonitorAnswer["stations"][number];
type Told = Pick<Source, "fates" | "open">;

/** Who sends: what became of it, and when it was last heard of. */
export function SourceTable({ sources }: { sources: Source[] }) {
  const t = useT("ingest");
  return (
    <Section title={t("sources")} lead={t("sources.lead")}>
      <DataTable
        rows={sources}
        label={t("sources")}
        rowKey={({ sourceSystem }) => sourceSystem}
        columns={useSourceColumns()}
        empty={<Empty title={t("sources.none")} hint={t("sources.noneHint")} />}
      />
    </Section>
  );
}

function useSourceColumns(): Column<Source>[] {
  const t = useT("ingest");
  const verdicts = useVerdictColumns<Source>(({ sourceSystem }) => ({ source: sourceSystem }));
  return [
    {
      key: "source",
      header: t("source"),
      isLead: true,
      cell: ({ sourceSystem }) => (
        <span className="whitespace-nowrap">
          <TextLink to="/ingest/events" search={{ source: sourceSystem }}>
            {sourceSystem}
          </TextLink>
        </span>
      ),
    },
    ...verdicts,
    {
      key: "last",
      header: t("last"),
      isEmpty: ({ lastAt }) => lastAt === null,
      cell: ({ lastAt, lastEventId, lastDoor }) =>
        lastAt && lastEventId ? (
          <span className="flex flex-wrap items-baseline gap-x-2">
            <TextLink to="/ingest/events/$id" params={{ id: lastEventId }}>
              <Ago at={lastAt} />
            </TextLink>
            <Text isQuiet isSmall>
              {lastDoor}
            </Text>
          </span>
        ) : (
          "–"
        ),
    },
  ];
}

/** Where events belong: which machine's are not understood. */
export function StationTable({ stations }: { stations: Station[] }) {
  const t = useT("ingest");
  const columns = useStationColumns();
  if (stations.length === 0) return null;
  return (
    <Section title={t("stations")} lead={t("stations.lead")}>
      <DataTable
        rows={stations}
        label={t("stations")}
        rowKey={({ stationCode }) => stationCode ?? ""}
        columns={columns}
      />
    </Section>
  );
}

function useStationColumns(): Column<Station>[] {
  const t = useT("ingest");
  const verdicts = useVerdictColumns<Station>(({ stationCode }) =>
    stationCode === null ? null : { station: stationCode },
  );
  return [
    {
      key: "station",
      header: t("station"),
      isLead: true,
      cell: ({ stationCode, lineCode }) =>
        stationCode === null ? (
          <Text isQuiet>{t("noStation")}</Text>
        ) : (
          <span className="flex flex-wrap items-baseline gap-x-2">
            <TextLink to="/ingest/events" search={{ station: stationCode }}>
              {stationCode}
            </TextLink>
            <Text isQuiet isSmall>
              {lineCode}
            </Text>
          </span>
        ),
    },
    ...verdicts,
  ];
}

/** The verdicts as a bar, and the open ones as numbers that lead to their rows. */
function useVerdictColumns<T extends Told>(
  filterOf: (row: T) => Record<string, string> | null,
): Column<T>[] {
  const t = useT("ingest");
  const stateText = useStateText("ingest");
  const open = (key: keyof Told["open"], state: string): Column<T> => ({
    key,
    header: stateText(state),
    align: "end",
    width: "6.5rem",
    isEmpty: (row) => row.open[key] === 0,
    cell: (row) => <Open count={row.open[key]} state={state} filter={filterOf(row)} />,
  });
  return [
    {
      key: "verdicts",
      header: t("verdicts"),
      width: "24%",
      isEmpty: ({ fates }) => totalOf(fates) === 0,
      cell: ({ fates }) =>
        totalOf(fates) === 0 ? (
          <Text isQuiet>–</Text>
        ) : (
          <Progress parts={partsOf(fates, stateText)} total={totalOf(fates)} />
        ),
    },
    {
      key: "count",
      header: t("inWindow"),
      align: "end",
      width: "6rem",
      cell: ({ fates }) => formatNumber(totalOf(fates)),
    },
    open("parked", "PARKED"),
    open("rejected", "REJECTED"),
    open("dead", "DEAD"),
    open("conflict", "CONFLICT"),
  ];
}

interface OpenProps {
  count: number;
  state: string;
  filter: Record<string, string> | null;
}

function Open({ count, state, filter }: OpenProps) {
  if (count === 0) return <Text isQuiet>–</Text>;
  if (filter === null) return <>{formatNumber(count)}</>;
  return (
    <TextLink to="/ingest/events" search={{ state, ...filter }}>
      {formatNumber(count)}
    </TextLink>
  );
}
