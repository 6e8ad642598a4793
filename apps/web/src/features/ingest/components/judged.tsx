import type { IngestEventAnswer, Reading, ReadMeasurement } from "@lineside/domain/ingest";
import { useT } from "~/lib/i18n.ts";
import { type Column, DataTable } from "~/ui/data-table.tsx";
import { KeyValues } from "~/ui/key-values.tsx";
import { Section } from "~/ui/page.tsx";
import { StatusPill } from "~/ui/status-pill.tsx";
import { Code, Text } from "~/ui/text.tsx";

/** What was read from the text, and how it was judged: theirs beside ours. */
export function Judged({ event }: { event: IngestEventAnswer }) {
  const t = useT("ingest");
  const columns = useMeasurementColumns();
  // A CFX message that only tells something is read otherwise; every part may be missing.
  const reading = event.reading as Partial<Reading> | null;
  if (!reading) return null;
  const { measurements = [], defects = [], units = [] } = reading;
  if (!isAnythingRead(reading)) return null;
  return (
    <Section title={t("judged")} lead={t("judged.lead")}>
      <Read reading={reading} />
      {measurements.length > 0 && (
        <DataTable
          rows={measurements}
          label={t("judged")}
          maxHeight="28rem"
          rowKey={({ sn = "", name, code }) => `${sn} ${name} ${code}`}
          columns={columns}
        />
      )}
      {units.length > 1 && (
        <ul className="flex flex-wrap gap-x-4 gap-y-1">
          {units.map(({ sn, result }) => (
            <li key={sn} className="flex items-center gap-2">
              <Code value={sn} /> <StatusPill kind="result" state={result} />
            </li>
          ))}
        </ul>
      )}
      {defects.length > 0 && (
        <ul aria-label={t("defects")} className="flex flex-col gap-1">
          {defects.map(({ code, location, remark }) => (
            <li key={`${code} ${location}`}>
              <Text isQuiet>{t("defects")}</Text>{" "}
              <Text tone="bad">{[code, location].filter(Boolean).join(" ")}</Text> {remark}
            </li>
          ))}
        </ul>
      )}
    </Section>
  );
}

/** A machine that only tells its state or a fault says nothing about a board. */
const isAnythingRead = ({ sns = [], measurements = [], defects = [], ...rest }: Partial<Reading>) =>
  sns.length + measurements.length + defects.length > 0 ||
  [rest.carrierNo, rest.stationCode, rest.result].some((value) => value != null);

/** What else the text said: plain values only. */
function Read({ reading }: { reading: Partial<Reading> }) {
  const t = useT("ingest");
  const { sns = [], carrierNo, stationCode, result, unmapped = [] } = reading;
  return (
    <KeyValues
      isWide
      items={[
        sns.length > 0 && [t("unit"), sns.slice(0, 3).join(", ") + (sns.length > 3 ? " …" : "")],
        carrierNo != null && [t("carrier"), carrierNo],
        stationCode != null && [t("station"), stationCode],
        result != null && [t("judged.theirs"), <StatusPill key="r" kind="batch" state={result} />],
        unmapped.length > 0 && [t("unmapped"), unmapped.join(", ")],
      ]}
    />
  );
}

/** In a batch, with the board it was measured on. */
const measured = ({ sn, name }: ReadMeasurement) =>
  sn === undefined ? (
    name
  ) : (
    <span className="flex flex-wrap items-baseline gap-x-2">
      <Code value={sn} /> {name}
    </span>
  );

function useMeasurementColumns(): Column<ReadMeasurement>[] {
  const t = useT("ingest");
  return [
    { key: "name", header: t("measurement"), isLead: true, cell: measured },
    {
      key: "code",
      header: t("captureItem"),
      isEmpty: ({ code }) => code === null,
      cell: ({ code }) => (code ? <Code value={code} /> : <Text isQuiet>{t("notAsked")}</Text>),
    },
    {
      key: "raw",
      header: t("asWritten"),
      align: "end",
      cell: ({ raw, unit }) => [String(raw), unit].filter(Boolean).join(" "),
    },
    { key: "value", header: t("inOurs"), align: "end", cell: ({ value }) => String(value) },
    {
      key: "theirs",
      header: t("judged.theirs"),
      isEmpty: ({ senderJudge }) => senderJudge === null,
      cell: ({ senderJudge }) => senderJudge && <StatusPill kind="result" state={senderJudge} />,
    },
    {
      key: "ours",
      header: t("judged.ours"),
      cell: ({ judgement, senderJudge }) => (
        <span className="flex flex-wrap items-center gap-2">
          <StatusPill kind="result" state={judgement} />
          {senderJudge !== null && judgement !== "NA" && senderJudge !== judgement && (
            <Text isSmall tone="bad">
              {t("contradicts")}
            </Text>
          )}
        </span>
      ),
    },
  ];
}
