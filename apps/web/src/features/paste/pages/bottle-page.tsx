import type { PasteBottleAnswer } from "@lineside/domain/solder-paste";
import { useQuery } from "@tanstack/react-query";
import { useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { Hand, Printer } from "lucide-react";
import { useState } from "react";
import { ApiError } from "~/lib/http.ts";
import { useT } from "~/lib/i18n.ts";
import { useLive } from "~/lib/live.ts";
import { onDemand } from "~/lib/on-demand.tsx";
import { useMay } from "~/lib/session.ts";
import { useNow } from "~/lib/use-now.ts";
import { Button } from "~/ui/button.tsx";
import { Empty } from "~/ui/empty.tsx";
import { ButtonLink, TextLink } from "~/ui/link.tsx";
import { Page, Section, Split } from "~/ui/page.tsx";
import { Refusal } from "~/ui/refusal.tsx";
import { Loading } from "~/ui/skeleton.tsx";
import { StatusPill } from "~/ui/status-pill.tsx";
import { Tabs } from "~/ui/tabs.tsx";
import { bottleQuery } from "../api/bottle.ts";
import { LifeCountdown } from "../components/bottle-card.tsx";
import { BottleFacts } from "../components/bottle-facts.tsx";
import { BottleStory } from "../components/bottle-story.tsx";
import { BottleUnits } from "../components/bottle-units.tsx";
import { clocksOf, deathOf } from "../life.ts";

const LabelsDrawer = onDemand(() => import("../components/labels-drawer.tsx"), "LabelsDrawer");

/** One bottle: what happened to it, where it was bound, what was printed with it. */
export function BottlePage() {
  const { bottleNo } = useParams({ from: "/_app/paste/bottles/$bottleNo" });
  const t = useT("paste");
  const [isLabels, setLabels] = useState(false);
  const bottle = useQuery({ ...bottleQuery(bottleNo), refetchInterval: 60_000 });
  useLive(
    ["pasteBottle.", "clock."],
    [["paste-bottles", "one", bottleNo]],
    (changed) => changed.entityKey === bottleNo,
  );
  const { data } = bottle;
  return (
    <Page
      title={bottleNo}
      beside={data && <StatusPill kind="bottle" state={data.bottle.state} />}
      lead={data && `${data.type.name} · ${t("lot")} ${data.bottle.lotNo}`}
      back={<TextLink to="/paste/bottles">{t("bottles.title")}</TextLink>}
      actions={
        data && (
          <>
            <Button icon={Printer} {...LabelsDrawer.reach} onClick={() => setLabels(true)}>
              {t("labels.one")}
            </Button>
            <Handle bottleNo={bottleNo} />
          </>
        )
      }
    >
      {bottle.error && !data && <NotShown error={bottle.error} bottleNo={bottleNo} />}
      {bottle.isPending && <Loading lines={8} />}
      {data && <Bottle answer={data} />}
      {isLabels && <LabelsDrawer bottleNos={[bottleNo]} onClose={() => setLabels(false)} />}
    </Page>
  );
}

function Handle({ bottleNo }: { bottleNo: string }) {
  const t = useT("paste");
  if (!useMay("paste:handle")) return null;
  return (
    <ButtonLink to="/paste" search={{ bottle: bottleNo }} look="primary" icon={Hand}>
      {t("handle")}
    </ButtonLink>
  );
}

function Bottle({ answer }: { answer: PasteBottleAnswer }) {
  const t = useT("paste");
  const { tab = "story" } = useSearch({ from: "/_app/paste/bottles/$bottleNo" });
  const navigate = useNavigate({ from: "/paste/bottles/$bottleNo" });
  return (
    <Split side={<BottleFacts answer={answer} />}>
      <Life answer={answer} />
      <Tabs
        value={tab}
        onChange={(next) =>
          void navigate({ search: { tab: next === "story" ? undefined : next }, replace: true })
        }
        tabs={[
          { value: "story", label: t("tab.story"), content: <BottleStory answer={answer} /> },
          {
            value: "units",
            label: t("tab.units"),
            content: <BottleUnits bottleNo={answer.bottle.bottleNo} />,
          },
        ]}
      />
    </Split>
  );
}

/** What runs out, drawn: nothing for a bottle that has ended. */
function Life({ answer }: { answer: PasteBottleAnswer }) {
  const t = useT("paste");
  const now = useNow(1000);
  const { bottle, type } = answer;
  const clocks = clocksOf(bottle, type.policy, now);
  const death = deathOf(answer);
  if (death) return <Refusal error={death} />;
  if (clocks.length === 0) return null;
  return (
    <Section isFramed title={t("life")}>
      <div className="flex flex-wrap gap-x-10 gap-y-4">
        {clocks.map((clock) => (
          <LifeCountdown key={clock.kind} clock={clock} />
        ))}
      </div>
    </Section>
  );
}

function NotShown({ error, bottleNo }: { error: Error; bottleNo: string }) {
  const t = useT("paste");
  const isUnknown = error instanceof ApiError && error.code === "PASTE_BOTTLE_NOT_FOUND";
  if (!isUnknown) return <Refusal error={error} />;
  return <Empty title={t("unknownBottle", { bottleNo })} hint={t("unknownBottleHint")} />;
}
