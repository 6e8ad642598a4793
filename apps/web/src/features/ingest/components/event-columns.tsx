import { type IngestEventRow, mayReplay } from "@lineside/domain/ingest";
import { useT } from "~/lib/i18n.ts";
import type { Column } from "~/ui/data-table.tsx";
import { Checkbox } from "~/ui/input.tsx";
import { useRefusalText } from "~/ui/refusal.tsx";
import { Sn } from "~/ui/sn.tsx";
import { StatusPill } from "~/ui/status-pill.tsx";
import { Code, Text } from "~/ui/text.tsx";
import { Time, useTimeHeader } from "~/ui/time.tsx";

interface Ticking {
  ticked: ReadonlySet<string>;
  onTick: (ids: ReadonlySet<string>) => void;
}

export function useEventColumns({ ticked, onTick }: Ticking): Column<IngestEventRow>[] {
  const t = useT("ingest");
  const timeHeader = useTimeHeader();
  const toggle = (id: string) => {
    const next = new Set(ticked);
    if (!next.delete(id)) next.add(id);
    onTick(next);
  };
  return [
    {
      key: "tick",
      header: "",
      width: "2.5rem",
      isEmpty: ({ state }) => !mayReplay(state).ok,
      cell: ({ id, dedupeKey, state }) =>
        mayReplay(state).ok && (
          <Checkbox
            label=""
            aria-label={t("tick", { key: dedupeKey })}
            checked={ticked.has(id)}
            onChange={() => toggle(id)}
          />
        ),
    },
    {
      key: "received",
      header: timeHeader(t("received")),
      width: "11rem",
      cell: ({ receivedAt }) => <Time at={receivedAt} zone={false} />,
    },
    {
      key: "what",
      header: t("what"),
      isLead: true,
      cell: (row) => <What row={row} />,
    },
    {
      key: "state",
      header: t("filter.state"),
      width: "17rem",
      cell: (row) => <Fate row={row} />,
    },
    {
      key: "unit",
      header: t("unit"),
      isEmpty: ({ sn, carrierNo }) => sn === null && carrierNo === null,
      cell: ({ sn, unitCount, carrierNo }) => (
        <span className="flex flex-wrap items-baseline gap-x-2">
          {carrierNo && <Code value={carrierNo} />}
          {sn && <Sn value={sn} />}
          {unitCount > 1 && (
            <Text isQuiet isSmall>
              {t("andMore", { count: unitCount - 1 })}
            </Text>
          )}
        </span>
      ),
    },
    {
      key: "result",
      header: t("result"),
      width: "6rem",
      isEmpty: ({ result }) => result === null,
      cell: ({ result }) => result && <StatusPill kind="batch" state={result} />,
    },
    {
      key: "station",
      header: t("station"),
      isEmpty: ({ stationCode }) => stationCode === null,
      cell: ({ stationCode }) => <span className="whitespace-nowrap">{stationCode}</span>,
    },
    {
      key: "source",
      header: t("source"),
      cell: ({ sourceSystem, door }) => (
        <span className="flex flex-wrap items-baseline gap-x-2">
          {sourceSystem}
          <Text isQuiet isSmall>
            {door}
          </Text>
        </span>
      ),
    },
  ];
}

/** What became of it and, while somebody may have to act, why. */
function Fate({ row: { state, code, context, dedupeKey } }: { row: IngestEventRow }) {
  const say = useRefusalText();
  return (
    <span className="flex flex-wrap items-center gap-x-2">
      <StatusPill kind="ingest" state={state} />
      {code && (
        <Text isQuiet isSmall>
          {say({ code, context: { dedupeKey, ...context } })}
        </Text>
      )}
    </span>
  );
}

/** A CFX message by its last name, another event by its type; below it the key it came under. */
function What({ row }: { row: IngestEventRow }) {
  const t = useT("ingest");
  return (
    <span className="flex flex-wrap items-baseline gap-x-2">
      {row.messageName?.split(".").at(-1) ?? t(`type.${row.eventType}`)}
      {row.flags.map((flag) => (
        <StatusPill key={flag} kind="ingestFlag" state={flag} />
      ))}
    </span>
  );
}
