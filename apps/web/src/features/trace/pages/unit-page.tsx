import type { TraceAnswer } from "@lineside/domain/trace";
import { useQuery } from "@tanstack/react-query";
import { useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { Printer } from "lucide-react";
import { useEffect } from "react";
import { ApiError } from "~/lib/http.ts";
import { useT } from "~/lib/i18n.ts";
import { useLive } from "~/lib/live.ts";
import { onDemand } from "~/lib/on-demand.tsx";
import { rememberRecent } from "~/shell/recent.ts";
import { Button } from "~/ui/button.tsx";
import { Empty } from "~/ui/empty.tsx";
import { ButtonLink } from "~/ui/link.tsx";
import { Page, Section } from "~/ui/page.tsx";
import { Refusal } from "~/ui/refusal.tsx";
import { Loading } from "~/ui/skeleton.tsx";
import { StatusPill } from "~/ui/status-pill.tsx";
import { type TraceMode, unitTraceQuery } from "../api/unit-trace.ts";
import { BackToSearch } from "../components/back-to-search.tsx";
import { OtherMachineEvents } from "../components/machine-events.tsx";
import { Report } from "../components/report.tsx";
import { StandsNotice } from "../components/stands-notice.tsx";
import { StoryRail } from "../components/story-rail.tsx";
import { UnitFacts } from "../components/unit-facts.tsx";
import { VersionCard } from "../components/version-card.tsx";

// Below the story people come for.
const TraceEvents = onDemand(() => import("../components/trace-events.tsx"), "TraceEvents");

/** Everything that happened to one board, from its serial number to now. */
export function UnitPage() {
  const { sn } = useParams({ from: "/_app/trace/$sn" });
  const t = useT("trace");
  const { trace, latest, mode, setMode } = useUnitTrace(sn);
  const { data } = trace;
  useRemembered(data);
  return (
    <Page
      title={sn}
      beside={data && <StatusPill kind="unit" state={data.unit.state} />}
      lead={data && <ProductLine product={data.product} />}
      back={<BackToSearch />}
      actions={
        <Button icon={Printer} isDisabled={!data} onClick={() => window.print()}>
          {t("print")}
        </Button>
      }
    >
      {trace.error && <NotShown error={trace.error} sn={sn} retry={() => void trace.refetch()} />}
      {trace.isPending && <Loading lines={8} />}
      {data && (
        <>
          <Report trace={data} />
          <StandsNotice trace={data} />
          <VersionCard frozen={data} latest={latest} mode={mode} onMode={setMode} />
          <div className="grid items-start gap-6 xl:grid-cols-[minmax(0,1fr)_22rem] print:flex print:flex-col print:items-stretch">
            <div className="flex min-w-0 flex-col gap-6">
              <Section title={t("story")}>
                <StoryRail trace={data} />
              </Section>
              <OtherMachineEvents trace={data} />
              <TraceEvents trace={data} waiting={<Loading lines={3} />} />
            </div>
            <UnitFacts trace={data} />
          </div>
        </>
      )}
    </Page>
  );
}

function useUnitTrace(sn: string) {
  const search = useSearch({ from: "/_app/trace/$sn" });
  const navigate = useNavigate({ from: "/trace/$sn" });
  const mode: TraceMode = search.mode === "latest" ? "latest" : "run";
  const trace = useQuery(unitTraceQuery(sn, "run"));
  const latest = useQuery({ ...unitTraceQuery(sn, "latest"), enabled: mode === "latest" });
  useLive(
    ["unit.", "defect.", "panel.bound", "clock."],
    [["trace", "units", sn]],
    (changed) => changed.entityKey === sn || changed.entityType === "panel",
  );
  const setMode = (next: TraceMode) =>
    void navigate({
      search: { mode: next === "latest" ? next : undefined },
      replace: true,
      resetScroll: false,
    });
  return { trace, latest, mode, setMode };
}

function useRemembered(trace: TraceAnswer | undefined): void {
  const sn = trace?.unit.sn;
  const title = trace && `${trace.product.code} · ${trace.run.runNo}`;
  useEffect(() => {
    if (sn && title) rememberRecent({ kind: "UNIT", key: sn, title, state: null });
  }, [sn, title]);
}

function ProductLine({ product }: { product: TraceAnswer["product"] }) {
  const t = useT("trace");
  const { code, name, revision, boardSide } = product;
  const parts = [revision && t("rev", { revision }), boardSide && t(`side.${boardSide}`)];
  return (
    <>
      {code} {name} {parts.filter(Boolean).join(" · ")}
    </>
  );
}

function NotShown({ error, sn, retry }: { error: Error; sn: string; retry: () => void }) {
  const t = useT("trace");
  const isUnknown = error instanceof ApiError && error.code === "UNIT_NOT_FOUND";
  if (!isUnknown) return <Refusal error={error} onRetry={retry} />;
  return (
    <Empty
      title={t("unknown", { sn })}
      hint={t("unknownHint")}
      action={
        <ButtonLink to="/trace" search={{ q: sn }} look="primary">
          {t("searchAgain")}
        </ButtonLink>
      }
    />
  );
}
