import type { TraceAnswer } from "@lineside/domain/trace";
import type { ReactNode } from "react";
import { useT } from "~/lib/i18n.ts";
import { useMay } from "~/lib/session.ts";
import { addressOf } from "~/shell/feature.ts";
import { KeyValues } from "~/ui/key-values.tsx";
import { TextLink } from "~/ui/link.tsx";
import { Section } from "~/ui/page.tsx";
import { Qr } from "~/ui/qr.tsx";
import { StatusPill } from "~/ui/status-pill.tsx";
import { Duration, Time } from "~/ui/time.tsx";
import { ThingLink } from "./thing-link.tsx";
import { UnitClocks } from "./unit-clocks.tsx";
import { UnitPaste } from "./unit-paste.tsx";
import { UnitReadiness } from "./unit-readiness.tsx";
import { UnitSignatures } from "./unit-signatures.tsx";

type Facts = (readonly [string, ReactNode] | false)[];

/** What the board is and where it belongs: beside the story on a desk, above it on paper. */
export function UnitFacts({ trace }: { trace: TraceAnswer }) {
  const t = useT("trace");
  const parts = [
    { key: "unit", title: t("unit"), facts: useUnitFacts(trace) },
    { key: "product", title: t("product"), facts: useProductFacts(trace) },
    { key: "run", title: t("run"), facts: useRunFacts(trace) },
  ];
  return (
    <aside className="flex min-w-0 flex-col gap-5 print:order-first">
      {parts.map(({ key, title, facts }) => (
        <Section key={key} title={title}>
          <div className="print:hidden">
            <KeyValues items={facts} />
          </div>
          <div className="hidden print:block">
            <KeyValues items={facts} isWide />
          </div>
        </Section>
      ))}
      <UnitPaste trace={trace} />
      <UnitClocks trace={trace} />
      <UnitReadiness trace={trace} />
      <UnitSignatures trace={trace} />
      <OtherBoards trace={trace} />
      <div className="print:hidden">
        <Qr value={trace.unit.sn} sizePx={112} />
      </div>
    </aside>
  );
}

/** What was made together with it. */
function OtherBoards({ trace }: { trace: TraceAnswer }) {
  const t = useT("trace");
  const run = useMay("run:read") ? addressOf("RUN", trace.run.runNo) : null;
  const { panelNo } = trace.unit;
  if (!run && panelNo === null) return null;
  return (
    <div className="no-print flex flex-col items-start gap-1.5">
      {panelNo !== null && (
        <TextLink to="/trace/panels/$panelNo" params={{ panelNo }}>
          {t("othersOfPanel")}
        </TextLink>
      )}
      {run && (
        <TextLink to={run as "/"} hash="units">
          {t("othersOfRun")}
        </TextLink>
      )}
    </div>
  );
}

function useUnitFacts({ unit, tracks }: TraceAnswer): Facts {
  const t = useT("trace");
  const visits = tracks.filter((track) => !track.undoneAt);
  const inStationMs = visits.reduce((sum, track) => sum + (track.durationMs ?? 0), 0);
  return [
    [t("state"), <StatusPill key="state" kind="unit" state={unit.state} />],
    unit.panelNo !== null && [
      t("panel"),
      <span key="panel">
        <ThingLink kind="PANEL" value={unit.panelNo} /> · {unit.panelPosition}
      </span>,
    ],
    [t("created"), <Time key="created" at={unit.createdAt} style="minute" />],
    unit.finishedAt !== null && [
      t("finished"),
      <Time key="finished" at={unit.finishedAt} style="minute" />,
    ],
    [t("visits"), visits.length],
    [t("inStations"), <Duration key="sum" ms={inStationMs} />],
  ];
}

function useProductFacts({ product }: TraceAnswer): Facts {
  const t = useT("trace");
  return [
    [t("code"), product.code],
    [t("name"), product.name],
    [t("revision"), product.revision],
    [t("side"), product.boardSide && t(`side.${product.boardSide}`)],
    [t("customer"), product.customer],
  ];
}

function useRunFacts({ run, order }: TraceAnswer): Facts {
  const t = useT("trace");
  return [
    [
      t("runNo"),
      <span key="run" className="flex flex-wrap items-center gap-2">
        <ThingLink kind="RUN" value={run.runNo} /> <StatusPill kind="run" state={run.state} />
      </span>,
    ],
    [
      t("order"),
      <span key="order" className="flex flex-wrap items-center gap-2">
        <ThingLink kind="ORDER" value={order.woNo} />
        <StatusPill kind="order" state={order.state} />
      </span>,
    ],
    [t("line"), `${run.line.code} · ${run.line.name}`],
    [t("planQty"), `${run.planQty} / ${order.plannedQty}`],
    run.shiftCode !== null && [t("shift"), run.shiftCode],
    run.changeoverNo !== null && [t("changeover"), run.changeoverNo],
    [t("authorized"), <Time key="authorized" at={run.authorizedAt} style="minute" />],
    [t("started"), <Time key="started" at={run.startedAt} style="minute" />],
    run.endedAt !== null && [t("ended"), <Time key="ended" at={run.endedAt} style="minute" />],
  ];
}
