import type { AuditAnswer } from "@lineside/domain/audit";
import { useQuery } from "@tanstack/react-query";
import { ExternalLink } from "lucide-react";
import { useT } from "~/lib/i18n.ts";
import { addressOf } from "~/shell/feature.ts";
import { Drawer } from "~/ui/dialog.tsx";
import { DiffTable, differencesOf } from "~/ui/diff.tsx";
import { KeyValues } from "~/ui/key-values.tsx";
import { ButtonLink } from "~/ui/link.tsx";
import { Section } from "~/ui/page.tsx";
import { Refusal } from "~/ui/refusal.tsx";
import { Signatures, signatureOf } from "~/ui/signatures.tsx";
import { Loading } from "~/ui/skeleton.tsx";
import { Sn } from "~/ui/sn.tsx";
import { StatusPill } from "~/ui/status-pill.tsx";
import { Time } from "~/ui/time.tsx";
import { eventQuery } from "../api/event.ts";
import { useEventText } from "./event-text.ts";
import { SealBadge } from "./seal-badge.tsx";

export function EventDrawer({ id, onClose }: { id: string; onClose: () => void }) {
  const t = useT("audit");
  const eventText = useEventText();
  const { data, error, refetch } = useQuery(eventQuery(id));
  return (
    <Drawer
      isOpen
      isWide
      onClose={onClose}
      title={data ? eventText(data.type) : t("event")}
      lead={data?.entityKey}
      footer={data && <OpenEntity event={data} />}
    >
      {error && <Refusal error={error} onRetry={() => void refetch()} />}
      {!data && !error && <Loading />}
      {data && <EventFacts event={data} />}
    </Drawer>
  );
}

function EventFacts({ event }: { event: AuditAnswer }) {
  const t = useT("audit");
  const tSignature = useT("signature");
  const signature = signatureOf(event.data);
  const others = Object.entries(event.data).filter(
    ([key]) => !["before", "after", "reason", "signature"].includes(key),
  );
  return (
    <div className="flex flex-col gap-6">
      {event.code && (
        <Refusal error={{ code: event.code, context: asContext(event.data.context) }} />
      )}
      <KeyValues
        items={[
          [t("outcome"), <StatusPill key="outcome" kind="outcome" state={event.outcome} />],
          [t("when"), <Time key="when" at={event.occurredAt} />],
          event.recordedAt !== event.occurredAt && [
            t("recorded"),
            <Time key="recorded" at={event.recordedAt} />,
          ],
          [t("who"), event.actorName],
          event.reason !== null && [t("reason"), event.reason],
          [t("station"), event.stationCode],
          [t("line"), event.lineCode],
          [t("run"), event.runNo && <Sn key="run" value={event.runNo} />],
          [t("order"), event.woNo && <Sn key="order" value={event.woNo} />],
          [t("address"), event.ip],
          [t("request"), event.requestId],
          [t("seal"), <SealBadge key="seal" seal={event.seal} />],
        ]}
      />
      {signature && (
        <Section title={tSignature("signatures")}>
          <Signatures signatures={[signature]} />
          <KeyValues items={[[t("contentHash"), signature.contentHash]]} />
        </Section>
      )}
      {(event.before || event.after) && (
        <Section title={t("changes")}>
          <DiffTable differences={differencesOf(event.before, event.after)} />
        </Section>
      )}
      {others.length > 0 && (
        <Section title={t("details")}>
          <KeyValues items={others.map(([key, value]) => [key, asText(value)] as const)} />
        </Section>
      )}
    </div>
  );
}

const kinds: Record<string, string> = {
  unit: "UNIT",
  panel: "PANEL",
  run: "RUN",
  workOrder: "ORDER",
  product: "PRODUCT",
  route: "ROUTE",
};

/** The thing it happened to, where a screen shows such things. */
function OpenEntity({ event }: { event: AuditAnswer }) {
  const t = useT("audit");
  const address = addressOf(kinds[event.entityType] ?? "", event.entityKey);
  return (
    <div className="flex flex-wrap gap-2">
      {address && (
        <ButtonLink to={address as "/"} look="primary" icon={ExternalLink}>
          {t("open", { key: event.entityKey })}
        </ButtonLink>
      )}
      <ButtonLink to="/audit" search={{ entityType: event.entityType, entityKey: event.entityKey }}>
        {t("allOfThis")}
      </ButtonLink>
    </div>
  );
}

function asContext(value: unknown): Record<string, unknown> {
  return value !== null && typeof value === "object" ? (value as Record<string, unknown>) : {};
}

function asText(value: unknown): string | null {
  if (value === null || value === undefined) return null;
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}
