import type { AmqpStatus, IngestDoor, MonitorAnswer } from "@lineside/domain/ingest";
import { useQuery } from "@tanstack/react-query";
import { CircleCheck, CircleDashed, TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";
import { useT } from "~/lib/i18n.ts";
import { KeyValues } from "~/ui/key-values.tsx";
import { Section } from "~/ui/page.tsx";
import { Badge } from "~/ui/status-pill.tsx";
import { Text } from "~/ui/text.tsx";
import { Ago } from "~/ui/time.tsx";
import { amqpQuery } from "../api/amqp.ts";

/** The ways in: whether they are open, and when each was last used. */
export function Doors({ doors }: { doors: MonitorAnswer["doors"] }) {
  const t = useT("ingest");
  const amqp = useQuery(amqpQuery).data;
  const lastAt = (door: IngestDoor) => doors.find((row) => row.door === door)?.lastAt ?? null;
  return (
    <Section isFramed title={t("doors")} lead={t("doors.lead")}>
      <KeyValues
        items={[
          ...(["REST", "CFX"] as const).map(
            (door) =>
              [
                t(`door.${door}`),
                <Door key={door} lastAt={lastAt(door)}>
                  <Badge tone="ok" icon={CircleCheck}>
                    {t("door.open")}
                  </Badge>
                </Door>,
              ] as const,
          ),
          [
            t("door.AMQP"),
            <Door key="amqp" lastAt={lastAt("AMQP")}>
              {amqp && <Listener amqp={amqp} />}
            </Door>,
          ],
          amqp?.broker ? [t("door.broker"), <Broker key="broker" broker={amqp.broker} />] : null,
        ]}
      />
    </Section>
  );
}

function Door({ lastAt, children }: { lastAt: string | null; children: ReactNode }) {
  const t = useT("ingest");
  return (
    <span className="flex flex-wrap items-center gap-x-3 gap-y-1">
      {children}
      <Text isQuiet isSmall>
        {lastAt ? (
          <>
            {t("door.last")} <Ago at={lastAt} />
          </>
        ) : (
          t("door.never")
        )}
      </Text>
    </span>
  );
}

function Listener({ amqp: { listener } }: { amqp: AmqpStatus }) {
  const t = useT("ingest");
  if (!listener)
    return (
      <Badge tone="none" icon={CircleDashed}>
        {t("door.off")}
      </Badge>
    );
  return (
    <>
      <Badge tone="ok" icon={CircleCheck}>
        {t("door.open")}
      </Badge>
      <Text isSmall>
        {listener.host}:{listener.port} ·{" "}
        {t("door.connections", { count: listener.connections.length })}
      </Text>
      {listener.refused > 0 && (
        <Text isSmall tone="warn">
          {t("door.refused", { count: listener.refused })}
        </Text>
      )}
    </>
  );
}

function Broker({ broker }: { broker: NonNullable<AmqpStatus["broker"]> }) {
  const t = useT("ingest");
  const isOpen = broker.state === "OPEN";
  return (
    <span className="flex flex-wrap items-center gap-x-3 gap-y-1">
      <Badge tone={isOpen ? "ok" : "warn"} icon={isOpen ? CircleCheck : TriangleAlert}>
        {t(`broker.${broker.state}`)}
      </Badge>
      <Text isSmall>{broker.url}</Text>
      <Text isQuiet isSmall>
        <Ago at={broker.since} />
      </Text>
      {broker.lastError && (
        <Text isSmall tone="bad">
          {broker.lastError}
        </Text>
      )}
    </span>
  );
}
