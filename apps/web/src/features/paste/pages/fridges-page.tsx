import type { FridgeRow } from "@lineside/domain/solder-paste";
import { useQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { Pencil, Plus } from "lucide-react";
import { useState } from "react";
import { formatNumber } from "~/lib/format.ts";
import { useT } from "~/lib/i18n.ts";
import { useLive } from "~/lib/live.ts";
import { onDemand } from "~/lib/on-demand.tsx";
import { useMay } from "~/lib/session.ts";
import { Button } from "~/ui/button.tsx";
import { Empty } from "~/ui/empty.tsx";
import { Page, Section } from "~/ui/page.tsx";
import { PickCard, PickCards } from "~/ui/pick-card.tsx";
import { Refusal } from "~/ui/refusal.tsx";
import { Segmented } from "~/ui/segmented.tsx";
import { Loading } from "~/ui/skeleton.tsx";
import { Badge, StatusPill } from "~/ui/status-pill.tsx";
import { Text } from "~/ui/text.tsx";
import { Ago } from "~/ui/time.tsx";
import { fridgesQuery } from "../api/choices.ts";
import { FridgeTrend } from "../components/fridge-trend.tsx";
import { PasteNav } from "../components/paste-nav.tsx";
import { ReadingForm } from "../components/reading-form.tsx";
import { ReadingList } from "../components/reading-list.tsx";

const FridgeDrawer = onDemand(() => import("../components/fridge-drawer.tsx"), "FridgeDrawer");

/** Is the paste kept cold: what was read, by whom, and whether somebody looked at it. */
export function FridgesPage() {
  const t = useT("paste");
  const may = useMay("paste:config");
  const { code } = useSearch({ from: "/_app/paste/fridges" });
  const navigate = useNavigate({ from: "/paste/fridges" });
  const [opened, setOpened] = useState<FridgeRow | "new" | null>(null);
  const { data: fridges, error, refetch } = useQuery(fridgesQuery);
  useLive(["fridge.", "fridgeReading.", "pasteBottle."], [["fridges"]]);
  const shown = fridges?.find((fridge) => fridge.code === code) ?? fridges?.[0];
  return (
    <Page
      title={t("fridges.title")}
      lead={t("fridges.lead")}
      beside={<PasteNav />}
      actions={
        may && (
          <Button icon={Plus} {...FridgeDrawer.reach} onClick={() => setOpened("new")}>
            {t("fridges.create")}
          </Button>
        )
      }
    >
      {error && !fridges && <Refusal error={error} onRetry={() => void refetch()} />}
      {!fridges && !error && <Loading />}
      {fridges?.length === 0 && <Empty title={t("fridges.none")} hint={t("fridges.noneHint")} />}
      <PickCards label={t("fridges.title")}>
        {fridges?.map((fridge) => (
          <FridgeCard
            key={fridge.id}
            fridge={fridge}
            isShown={fridge.id === shown?.id}
            onShow={() =>
              void navigate({ search: (old) => ({ ...old, code: fridge.code }), replace: true })
            }
          />
        ))}
      </PickCards>
      {shown && <Fridge key={shown.id} fridge={shown} onEdit={() => setOpened(shown)} />}
      {opened && (
        <FridgeDrawer
          key={opened === "new" ? "new" : opened.id}
          row={opened === "new" ? null : opened}
          onClose={() => setOpened(null)}
        />
      )}
    </Page>
  );
}

interface FridgeCardProps {
  fridge: FridgeRow;
  isShown: boolean;
  onShow: () => void;
}

function FridgeCard({ fridge, isShown, onShow }: FridgeCardProps) {
  const t = useT("paste");
  const { lastReading: last, unreviewed } = fridge;
  const tone = last ? (last.isWithin ? "ok" : "bad") : "none";
  return (
    <PickCard isPicked={isShown} onPick={onShow}>
      <span className="flex items-baseline justify-between gap-3">
        <Text isStrong>{fridge.code}</Text>
        {!fridge.isActive && <StatusPill kind="active" state="INACTIVE" />}
        {unreviewed > 0 && <Badge tone="warn">{t("unreviewed", { count: unreviewed })}</Badge>}
      </span>
      <Text isQuiet isSmall>
        {fridge.name} · {t("fridges.bottles", { count: fridge.bottleCount })}
      </Text>
      <span className="flex items-baseline gap-2">
        <Text isStrong tone={tone}>
          {last ? `${formatNumber(last.temperatureC)} °C` : t("fridges.noReading")}
        </Text>
        {last && !last.isWithin && <Badge tone="bad">{t("outOfLimits")}</Badge>}
        {last && (
          <Text isQuiet isSmall>
            <Ago at={last.measuredAt} />
          </Text>
        )}
      </span>
    </PickCard>
  );
}

function Fridge({ fridge, onEdit }: { fridge: FridgeRow; onEdit: () => void }) {
  const t = useT("paste");
  const { days = "7" } = useSearch({ from: "/_app/paste/fridges" });
  const navigate = useNavigate({ from: "/paste/fridges" });
  return (
    <>
      <Section
        title={`${fridge.code} · ${fridge.name}`}
        lead={t("fridges.limits", { min: fridge.minC, max: fridge.maxC })}
        actions={
          <>
            <Segmented
              label={t("fridges.span")}
              value={days}
              onChange={(next) =>
                void navigate({
                  search: (old) => ({ ...old, days: next === "7" ? undefined : next }),
                  replace: true,
                  resetScroll: false,
                })
              }
              choices={["1", "7", "31", "92"].map((value) => ({
                value,
                label: t("days", { count: Number(value) }),
              }))}
            />
            <Button icon={Pencil} {...FridgeDrawer.reach} onClick={onEdit}>
              {t("fridges.edit")}
            </Button>
          </>
        }
      >
        <div className="grid items-start gap-5 lg:grid-cols-[minmax(0,1fr)_20rem]">
          <FridgeTrend fridge={fridge} days={Number(days) || 7} />
          <ReadingForm fridge={fridge} />
        </div>
      </Section>
      <ReadingList fridge={fridge} />
    </>
  );
}
