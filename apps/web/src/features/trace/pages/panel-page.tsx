import { useQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { useLocalName, useT } from "~/lib/i18n.ts";
import { useLive } from "~/lib/live.ts";
import { LinkList, LinkRow } from "~/ui/link-list.tsx";
import { Page, Section } from "~/ui/page.tsx";
import { Refusal } from "~/ui/refusal.tsx";
import { Loading } from "~/ui/skeleton.tsx";
import { Sn } from "~/ui/sn.tsx";
import { StatusPill } from "~/ui/status-pill.tsx";
import { Time } from "~/ui/time.tsx";
import { panelTraceQuery } from "../api/panel-trace.ts";
import { BackToSearch } from "../components/back-to-search.tsx";
import { ThingLink } from "../components/thing-link.tsx";

/** A scanned panel: its boards by position, each leading to its own trace. */
export function PanelPage() {
  const { panelNo } = useParams({ from: "/_app/trace/panels/$panelNo" });
  const t = useT("trace");
  const local = useLocalName();
  const panel = useQuery(panelTraceQuery(panelNo));
  useLive(["unit.", "panel."], [["trace", "panels", panelNo]]);
  const { data } = panel;
  return (
    <Page
      title={t("panelTitle", { panelNo })}
      back={<BackToSearch />}
      lead={
        data && (
          <>
            {data.product.code} {data.product.name} · <ThingLink kind="RUN" value={data.runNo} /> ·{" "}
            {t("boundAt")} <Time at={data.boundAt} style="minute" />
          </>
        )
      }
    >
      {panel.error && <Refusal error={panel.error} onRetry={() => void panel.refetch()} />}
      {panel.isPending && <Loading />}
      {data && (
        <div className="max-w-3xl">
          <Section title={t("boards", { count: data.units.length })}>
            <LinkList label={t("boards", { count: data.units.length })}>
              {data.units.map((unit) => (
                <LinkRow
                  key={unit.sn}
                  to="/trace/$sn"
                  params={{ sn: unit.sn }}
                  lead={<Sn value={unit.sn} />}
                  detail={`${t("position", { position: unit.position ?? "–" })} · ${unit.step.stepNo} ${local(unit.step)}`}
                  end={<StatusPill kind="unit" state={unit.state} />}
                />
              ))}
            </LinkList>
          </Section>
        </div>
      )}
    </Page>
  );
}
