import type { IngestEventAnswer } from "@lineside/domain/ingest";
import { formatNumber } from "~/lib/format.ts";
import { useT } from "~/lib/i18n.ts";
import { CopyButton } from "~/ui/copy-button.tsx";
import { KeyValues } from "~/ui/key-values.tsx";
import { TextLink } from "~/ui/link.tsx";
import { Section } from "~/ui/page.tsx";
import { StatusPill } from "~/ui/status-pill.tsx";
import { Code } from "~/ui/text.tsx";
import { Time } from "~/ui/time.tsx";

/** Where it came from and where it belongs. */
export function EventFacts({ event }: { event: IngestEventAnswer }) {
  const t = useT("ingest");
  return (
    <>
      <Section isFramed title={t("origin")}>
        <KeyValues
          items={[
            [t("source"), event.sourceSystem],
            [t("filter.door"), t(`door.${event.door}`)],
            event.messageName !== null && [
              t("filter.messageName"),
              <Code key="m" value={event.messageName} />,
            ],
            [
              t("dedupeKey"),
              <span key="k" className="flex items-start gap-1">
                <Code value={event.dedupeKey} />
                <CopyButton text={event.dedupeKey} label={t("common:copy")} />
              </span>,
            ],
            event.transactionId !== null && [
              t("filter.transaction"),
              <TextLink key="t" to="/ingest/events" search={{ transaction: event.transactionId }}>
                <Code value={event.transactionId} />
              </TextLink>,
            ],
            [t("occurred"), <Time key="o" at={event.occurredAt} />],
            [t("received"), <Time key="r" at={event.receivedAt} />],
            [t("sentBy"), event.keyName ?? event.sentByName],
            event.ip !== null && [t("ip"), event.ip],
            [t("size"), t("bytes", { value: formatNumber(event.bytes) })],
          ]}
        />
      </Section>
      <Section isFramed title={t("belongs")}>
        <KeyValues
          items={[
            [t("station"), [event.stationCode, event.lineCode].filter(Boolean).join(" · ")],
            [t("filter.run"), event.runNo && <RunLink runNo={event.runNo} />],
            event.carrierNo !== null && [t("carrier"), event.carrierNo],
            [t("result"), event.result && <StatusPill key="s" kind="batch" state={event.result} />],
            event.testResultId !== null && [t("testResultId"), event.testResultId],
            event.flags.length > 0 && [t("filter.flag"), <Flags key="f" flags={event.flags} />],
          ]}
        />
      </Section>
      <Rivals event={event} />
    </>
  );
}

const RunLink = ({ runNo }: { runNo: string }) => (
  <TextLink to="/runs/$runNo" params={{ runNo }}>
    {runNo}
  </TextLink>
);

function Flags({ flags }: { flags: string[] }) {
  return (
    <span className="flex flex-wrap gap-1">
      {flags.map((flag) => (
        <StatusPill key={flag} kind="ingestFlag" state={flag} />
      ))}
    </span>
  );
}

/** Other events under the same key with another content. */
function Rivals({ event }: { event: IngestEventAnswer }) {
  const t = useT("ingest");
  const { first, rivals } = event;
  if (!first && rivals.length === 0) return null;
  return (
    <Section isFramed title={t("rivals")} lead={t("rivals.lead")}>
      <ul className="flex flex-col gap-1.5">
        {[...(first ? [first] : []), ...rivals].map(({ id, state, receivedAt }) => (
          <li key={id} className="flex flex-wrap items-center gap-2">
            <TextLink to="/ingest/events/$id" params={{ id }}>
              <Time at={receivedAt} zone={false} />
            </TextLink>
            <StatusPill kind="ingest" state={state} />
            {id === first?.id && t("first")}
          </li>
        ))}
      </ul>
    </Section>
  );
}
