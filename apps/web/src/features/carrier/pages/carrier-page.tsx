import type { CarrierAnswer } from "@lineside/domain/execution";
import { useQuery } from "@tanstack/react-query";
import { useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { Hand, Pencil } from "lucide-react";
import { useState } from "react";
import { formatNumber } from "~/lib/format.ts";
import { ApiError } from "~/lib/http.ts";
import { useT } from "~/lib/i18n.ts";
import { useLive } from "~/lib/live.ts";
import { onDemand } from "~/lib/on-demand.tsx";
import { useMay } from "~/lib/session.ts";
import { Button } from "~/ui/button.tsx";
import { Empty } from "~/ui/empty.tsx";
import { KeyValues } from "~/ui/key-values.tsx";
import { ButtonLink, TextLink } from "~/ui/link.tsx";
import { Notice } from "~/ui/notice.tsx";
import { Page, Section, Split } from "~/ui/page.tsx";
import { Qr } from "~/ui/qr.tsx";
import { Refusal } from "~/ui/refusal.tsx";
import { Loading } from "~/ui/skeleton.tsx";
import { StatusPill, useStateText } from "~/ui/status-pill.tsx";
import { Tabs } from "~/ui/tabs.tsx";
import { Time } from "~/ui/time.tsx";
import { carrierQuery } from "../api/carrier.ts";
import { Loaded } from "../components/carrier-columns.tsx";
import { CarrierStays } from "../components/carrier-stays.tsx";
import { CarrierUnits } from "../components/carrier-units.tsx";
import { CarrierVisits } from "../components/carrier-visits.tsx";
import { StateActions } from "../components/state-actions.tsx";

const CarrierForm = onDemand(() => import("../components/carrier-form.tsx"), "CarrierForm");

/** One carrier: what lies on it and where, which stations it was in, what lay on it before. */
export function CarrierPage() {
  const { carrierNo } = useParams({ from: "/_app/carriers/$carrierNo" });
  const t = useT("carrier");
  const carrier = useQuery(carrierQuery(carrierNo));
  useLive(
    ["carrier.", "unit."],
    [["carriers", "one", carrierNo]],
    ({ type, entityKey }) => entityKey === carrierNo || type.startsWith("unit."),
  );
  const { data } = carrier;
  return (
    <Page
      title={carrierNo}
      beside={data && <StatusPill kind="carrier" state={data.state} />}
      lead={data && [t(`kind.${data.kind}`), data.name].filter(Boolean).join(" · ")}
      back={<TextLink to="/carriers">{t("title")}</TextLink>}
      actions={data && <Actions carrier={data} />}
    >
      {carrier.error && !data && <NotShown error={carrier.error} carrierNo={carrierNo} />}
      {carrier.isPending && <Loading lines={8} />}
      {data && <Carrier carrier={data} />}
    </Page>
  );
}

function Actions({ carrier }: { carrier: CarrierAnswer }) {
  const t = useT("carrier");
  const mayConfig = useMay("carrier:config");
  const mayLoad = useMay("carrier:load") && carrier.state !== "RETIRED";
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      {mayConfig && (
        <>
          <Button icon={Pencil} {...CarrierForm.reach} onClick={() => setOpen(true)}>
            {t("edit")}
          </Button>
          <StateActions row={carrier} />
        </>
      )}
      {mayLoad && (
        <ButtonLink to="/load" search={{ carrier: carrier.carrierNo }} look="primary" icon={Hand}>
          {t("load.title")}
        </ButtonLink>
      )}
      {isOpen && <CarrierForm row={carrier} onClose={() => setOpen(false)} />}
    </>
  );
}

function Carrier({ carrier }: { carrier: CarrierAnswer }) {
  const t = useT("carrier");
  const stateText = useStateText("carrier");
  const { tab = "units" } = useSearch({ from: "/_app/carriers/$carrierNo" });
  const navigate = useNavigate({ from: "/carriers/$carrierNo" });
  const isOut = carrier.state === "BLOCKED" || carrier.state === "RETIRED";
  return (
    <Split side={<Facts carrier={carrier} />}>
      {isOut && (
        <Notice
          tone={carrier.state === "BLOCKED" ? "bad" : "none"}
          title={stateText(carrier.state)}
        >
          {carrier.stateReason}
        </Notice>
      )}
      <Tabs
        value={tab}
        onChange={(next) =>
          void navigate({ search: { tab: next === "units" ? undefined : next }, replace: true })
        }
        tabs={[
          { value: "units", label: t("tab.units"), content: <CarrierUnits carrier={carrier} /> },
          {
            value: "visits",
            label: t("tab.visits"),
            content: <CarrierVisits visits={carrier.visits} />,
          },
          {
            value: "history",
            label: t("tab.history"),
            content: <CarrierStays stays={carrier.history} />,
          },
        ]}
      />
    </Split>
  );
}

function Facts({ carrier }: { carrier: CarrierAnswer }) {
  const t = useT("carrier");
  const { at } = carrier;
  return (
    <>
      <Section title={t("facts")}>
        <KeyValues
          items={[
            [t("kind"), t(`kind.${carrier.kind}`)],
            [t("loaded"), <Loaded key="l" row={carrier} />],
            [t("at"), at ? `${at.stationCode} · ${at.stationName}` : t("nowhere")],
            at !== null && [t("inAt"), <Time key="i" at={at.since} style="minute" />],
            at !== null && [t("by"), at.byName],
            [t("cycles"), formatNumber(carrier.cycles)],
            carrier.stateReason !== null && [t("reason"), carrier.stateReason],
            [t("changedAt"), <Time key="c" at={carrier.updatedAt} style="minute" />],
          ]}
        />
      </Section>
      <Qr value={carrier.carrierNo} sizePx={112} />
    </>
  );
}

function NotShown({ error, carrierNo }: { error: Error; carrierNo: string }) {
  const t = useT("carrier");
  const isUnknown = error instanceof ApiError && error.code === "CARRIER_NOT_FOUND";
  if (!isUnknown) return <Refusal error={error} />;
  return <Empty title={t("unknown", { carrierNo })} hint={t("unknownHint")} />;
}
