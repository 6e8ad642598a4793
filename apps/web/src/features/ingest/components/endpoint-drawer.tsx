import type { EndpointDetail } from "@lineside/domain/cfx";
import { useQuery } from "@tanstack/react-query";
import { Ban, Ear, KeyRound } from "lucide-react";
import { useState } from "react";
import { formatNumber } from "~/lib/format.ts";
import { useT } from "~/lib/i18n.ts";
import { Button } from "~/ui/button.tsx";
import { Combobox } from "~/ui/combobox.tsx";
import { Drawer } from "~/ui/dialog.tsx";
import { Field } from "~/ui/field.tsx";
import { Form, FormActions } from "~/ui/form.tsx";
import { NumberInput } from "~/ui/input.tsx";
import { KeyValues } from "~/ui/key-values.tsx";
import { TextLink } from "~/ui/link.tsx";
import { Section } from "~/ui/page.tsx";
import { ReasonButton } from "~/ui/reason-button.tsx";
import { Refusal } from "~/ui/refusal.tsx";
import { Loading } from "~/ui/skeleton.tsx";
import { StatusPill } from "~/ui/status-pill.tsx";
import { Code, Text } from "~/ui/text.tsx";
import { Ago, Time } from "~/ui/time.tsx";
import { toast } from "~/ui/toast.tsx";
import { useWhyNot } from "~/ui/why-not.ts";
import {
  endpointQuery,
  presenceQuery,
  stationChoices,
  useChangeEndpoint,
} from "../api/endpoints.ts";

/** One machine's end of the line: where it stands is decided here. */
export function EndpointDrawer({ id, onClose }: { id: string; onClose: () => void }) {
  const t = useT("ingest");
  const { data, error, refetch } = useQuery(endpointQuery(id));
  return (
    <Drawer
      isOpen
      isWide
      onClose={onClose}
      title={data ? <Code value={data.handle} /> : t("endpoint")}
      lead={data && <StatusPill kind="endpoint" state={data.state} />}
    >
      {error && !data && <Refusal error={error} onRetry={() => void refetch()} />}
      {!data && !error && <Loading />}
      {data && (
        <div className="flex flex-col gap-6">
          <Place key={data.version} endpoint={data} />
          <Inside id={data.id} />
          <Facts endpoint={data} />
          <Messages endpoint={data} />
        </div>
      )}
    </Drawer>
  );
}

function Place({ endpoint }: { endpoint: EndpointDetail }) {
  const t = useT("ingest");
  const whyNot = useWhyNot();
  const [typed, setTyped] = useState("");
  const [stationCode, setStation] = useState(endpoint.stationCode);
  const [seconds, setSeconds] = useState(String(endpoint.heartbeatSeconds));
  const stations = useQuery(stationChoices(typed)).data ?? [];
  const change = useChangeEndpoint(({ woken }) =>
    toast(woken > 0 ? t("endpoint.woken", { count: woken }) : t("endpoint.saved")),
  );
  const { id, version } = endpoint;
  const heartbeatSeconds = Number(seconds);
  const isChanged =
    stationCode !== endpoint.stationCode || heartbeatSeconds !== endpoint.heartbeatSeconds;
  const items = stations.map(({ code, name }) => ({ value: code, label: code, detail: name }));
  const chosen = endpoint.stationCode;
  if (chosen && !items.some(({ value }) => value === chosen))
    items.unshift({ value: chosen, label: chosen, detail: endpoint.stationName ?? "" });
  return (
    <Form
      onSubmit={(event) => {
        event.preventDefault();
        if (isChanged) change.mutate({ id, version, stationCode, heartbeatSeconds });
      }}
    >
      <Field label={t("station")} hint={t("endpoint.stationHint")}>
        <Combobox items={items} value={stationCode} onChange={setStation} onSearch={setTyped} />
      </Field>
      <Field label={t("endpoint.heartbeat")} hint={t("endpoint.heartbeatHint")}>
        <NumberInput unit="s" value={seconds} onChange={({ target }) => setSeconds(target.value)} />
      </Field>
      {change.error && <Refusal error={change.error} />}
      <FormActions>
        <Button
          type="submit"
          look="primary"
          isBusy={change.isPending}
          disabledReason={whyNot("ingest:config", isChanged ? null : t("nothingChanged"))}
        >
          {t("common:save")}
        </Button>
        <Ignoring endpoint={endpoint} change={change} />
        {endpoint.keyName !== null && (
          <ReasonButton
            icon={KeyRound}
            look="quiet"
            label={t("endpoint.forgetKey")}
            question={t("endpoint.forgetKeyQuestion")}
            disabledReason={whyNot("ingest:config")}
            onConfirm={(reason) =>
              change.mutateAsync({ id, version, isKeyForgotten: true, reason })
            }
          />
        )}
      </FormActions>
    </Form>
  );
}

interface IgnoringProps {
  endpoint: EndpointDetail;
  change: ReturnType<typeof useChangeEndpoint>;
}

function Ignoring({ endpoint, change }: IgnoringProps) {
  const t = useT("ingest");
  const whyNot = useWhyNot();
  const { id, version, state } = endpoint;
  if (state === "IGNORED")
    return (
      <Button
        icon={Ear}
        disabledReason={whyNot("ingest:config")}
        onClick={() => change.mutate({ id, version, isIgnored: false })}
      >
        {t("endpoint.heed")}
      </Button>
    );
  return (
    <ReasonButton
      icon={Ban}
      look="quiet"
      label={t("endpoint.ignore")}
      question={t("endpoint.ignoreQuestion")}
      disabledReason={whyNot("ingest:config")}
      onConfirm={(reason) => change.mutateAsync({ id, version, isIgnored: true, reason })}
    />
  );
}

/** What the machine says is in it now. */
function Inside({ id }: { id: string }) {
  const t = useT("ingest");
  const boards = useQuery(presenceQuery(id)).data?.items ?? [];
  if (boards.length === 0) return null;
  return (
    <Section title={t("endpoint.inside", { count: boards.length })}>
      <ul className="flex flex-col gap-1">
        {boards.map((board) => (
          <li key={board.id} className="flex flex-wrap items-baseline gap-x-3">
            {board.sn ? (
              <TextLink to="/trace/$sn" params={{ sn: board.sn }}>
                {board.sn}
              </TextLink>
            ) : (
              <Code value={board.identifier} />
            )}
            {board.position !== null && `#${board.position}`}
            <Ago at={board.arrivedAt} />
          </li>
        ))}
      </ul>
    </Section>
  );
}

function Facts({ endpoint }: { endpoint: EndpointDetail }) {
  const t = useT("ingest");
  const { handle, openEvents } = endpoint;
  return (
    <Section title={t("endpoint.facts")}>
      <KeyValues
        items={[
          [t("endpoint.heard"), <Ago key="h" at={endpoint.lastSeenAt} />],
          [t("endpoint.first"), <Time key="f" at={endpoint.firstSeenAt} />],
          [
            t("endpoint.connected"),
            endpoint.connectedAt && <Time key="c" at={endpoint.connectedAt} />,
          ],
          [t("endpoint.recipe"), endpoint.activeRecipe],
          [t("endpoint.operator"), endpoint.operatorName ?? endpoint.operatorIdentifier],
          [t("endpoint.faults"), formatNumber(endpoint.activeFaults)],
          [t("endpoint.key"), endpoint.keyName],
          endpoint.rivalName !== null && [
            t("endpoint.rival"),
            <Text key="k" tone="bad">
              {endpoint.rivalName} {endpoint.rivalAt && <Ago at={endpoint.rivalAt} />}
            </Text>,
          ],
          [t("endpoint.address"), endpoint.networkUri],
          [t("endpoint.version"), endpoint.cfxVersion],
          [
            t("endpoint.openEvents"),
            openEvents > 0 ? (
              <TextLink key="o" to="/ingest/events" search={{ source: handle }}>
                {formatNumber(openEvents)}
              </TextLink>
            ) : (
              "0"
            ),
          ],
        ]}
      />
    </Section>
  );
}

function Messages({ endpoint }: { endpoint: EndpointDetail }) {
  const t = useT("ingest");
  if (endpoint.messages.length === 0) return null;
  return (
    <Section title={t("endpoint.messages")} lead={t("endpoint.messagesLead")}>
      <KeyValues
        items={endpoint.messages.map(({ messageName, count, lastAt }) => [
          messageName.split(".").at(-1) ?? messageName,
          <span key={messageName} className="flex flex-wrap gap-x-3">
            {formatNumber(count)} × <Ago at={lastAt} />
          </span>,
        ])}
      />
    </Section>
  );
}
