import type { ReplayPreview } from "@lineside/domain/ingest";
import { useT } from "~/lib/i18n.ts";
import { DataTable } from "~/ui/data-table.tsx";
import { Disclosure } from "~/ui/disclosure.tsx";
import { Section } from "~/ui/page.tsx";
import { useRefusalText } from "~/ui/refusal.tsx";
import { StatusPill } from "~/ui/status-pill.tsx";
import { Code, Text } from "~/ui/text.tsx";

/** What was chosen, by cause: the selection is frozen as it stands here. */
export function PreviewGroups({ preview }: { preview: ReplayPreview }) {
  const t = useT("ingest");
  const say = useRefusalText();
  return (
    <Section title={t("replay.chosen", { count: preview.count })}>
      <DataTable
        rows={preview.groups}
        label={t("replay.groups")}
        maxHeight="16rem"
        rowKey={({ state, code, sourceSystem, stationCode }) =>
          [state, code, sourceSystem, stationCode].join("|")
        }
        columns={[
          {
            key: "state",
            header: t("filter.state"),
            isLead: true,
            cell: ({ state }) => <StatusPill kind="ingest" state={state} />,
          },
          {
            key: "code",
            header: t("cause"),
            isEmpty: ({ code }) => code === null,
            cell: ({ code, context }) =>
              code && <Text isSmall>{say({ code, context: context ?? {} })}</Text>,
          },
          { key: "source", header: t("source"), cell: ({ sourceSystem }) => sourceSystem },
          {
            key: "station",
            header: t("station"),
            isEmpty: ({ stationCode }) => stationCode === null,
            cell: ({ stationCode }) => <span className="whitespace-nowrap">{stationCode}</span>,
          },
          { key: "count", header: t("count"), align: "end", cell: ({ count }) => count },
        ]}
      />
    </Section>
  );
}

/** What was asked for and stays as it is, and why. */
export function BlockedEvents({ preview }: { preview: ReplayPreview }) {
  const t = useT("ingest");
  const say = useRefusalText();
  const { blocked, blockedCount } = preview;
  if (blockedCount === 0) return null;
  return (
    <Disclosure summary={<Text tone="warn">{t("replay.blocked", { count: blockedCount })}</Text>}>
      <ul className="flex flex-col gap-1">
        {blocked.map(({ eventId, dedupeKey, code, state }) => (
          <li key={eventId} className="flex flex-wrap items-baseline gap-x-3">
            <Code value={dedupeKey ?? eventId} />
            <Text isSmall>{say({ code, context: { state, id: eventId } })}</Text>
          </li>
        ))}
      </ul>
    </Disclosure>
  );
}
