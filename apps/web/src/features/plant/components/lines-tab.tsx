import type { LineRow, StationRow } from "@lineside/domain/plant";
import { useQuery } from "@tanstack/react-query";
import { Factory, Pencil, Plus } from "lucide-react";
import { useState } from "react";
import { useT } from "~/lib/i18n.ts";
import { useLive } from "~/lib/live.ts";
import { useMay } from "~/lib/session.ts";
import { Button } from "~/ui/button.tsx";
import { Empty } from "~/ui/empty.tsx";
import { LineStrip } from "~/ui/line-strip.tsx";
import { Section } from "~/ui/page.tsx";
import { Refusal } from "~/ui/refusal.tsx";
import { Loading } from "~/ui/skeleton.tsx";
import { stationTypeIcons, useStationTypeText } from "~/ui/station-type.tsx";
import { Badge, StatusPill } from "~/ui/status-pill.tsx";
import { linesQuery } from "../api/choices.ts";
import { OpenThing } from "./thing-list.tsx";

type Opened =
  | { kind: "line"; row: LineRow | null }
  | { kind: "station"; row: StationRow | null; preset?: Record<string, unknown> };

/** The plant as it stands: every line with its stations in the order boards pass them. */
export function LinesTab() {
  const t = useT("plant");
  const may = useMay("plant:config");
  const [opened, setOpened] = useState<Opened | null>(null);
  const lines = useQuery(linesQuery);
  useLive(["line.", "station"], [["lines"]]);
  const create = may && (
    <Button look="primary" icon={Plus} onClick={() => setOpened({ kind: "line", row: null })}>
      {t("line.create")}
    </Button>
  );
  const close = () => setOpened(null);
  if (lines.error && !lines.data)
    return <Refusal error={lines.error} onRetry={() => lines.refetch()} />;
  if (!lines.data) return <Loading lines={6} />;
  if (lines.data.length === 0)
    return (
      <>
        <Empty
          icon={Factory}
          title={t("line.none")}
          hint={t("line.noneHint")}
          action={create || undefined}
        />
        {opened?.kind === "line" && <OpenThing kind="line" row={null} onClose={close} />}
      </>
    );
  return (
    <div className="flex flex-col gap-4" {...OpenThing.reach}>
      {create && <div className="flex justify-end">{create}</div>}
      {lines.data.map((row) => (
        <Line key={row.id} row={row} onOpen={setOpened} />
      ))}
      {opened?.kind === "line" && <OpenThing kind="line" row={opened.row} onClose={close} />}
      {opened?.kind === "station" && (
        <OpenThing kind="station" row={opened.row} preset={opened.preset ?? {}} onClose={close} />
      )}
    </div>
  );
}

function Line({ row, onOpen }: { row: LineRow; onOpen: (opened: Opened) => void }) {
  const t = useT("plant");
  const typeText = useStationTypeText();
  const may = useMay("plant:config");
  const stations = row.stations ?? [];
  const last = stations.at(-1)?.sequence ?? 0;
  const preset = { lineId: row.id, sequence: last + 10 };
  return (
    <Section
      isFramed
      title={
        <span className="flex flex-wrap items-center gap-2">
          {row.code} · {row.name}
          <Badge>{t(`process.${row.processType}`)}</Badge>
          {!row.isActive && <StatusPill kind="active" state="INACTIVE" />}
        </span>
      }
      lead={t("stationCount", { count: stations.length })}
      actions={
        <Button size="small" icon={Pencil} onClick={() => onOpen({ kind: "line", row })}>
          {may ? t("common:edit") : t("look")}
        </Button>
      }
    >
      <LineStrip
        label={t("line.strip", { code: row.code })}
        places={stations.map((place) => ({
          key: place.id,
          code: place.code,
          name: place.name,
          icon: stationTypeIcons[place.stationType],
          notes: [typeText(place.stationType), ...(place.groupCode ? [place.groupCode] : [])],
          isActive: place.isActive,
        }))}
        onOpen={(id) =>
          onOpen({ kind: "station", row: stations.find((place) => place.id === id) ?? null })
        }
        add={
          may
            ? {
                label: t("station.create"),
                onAdd: () => onOpen({ kind: "station", row: null, preset }),
              }
            : undefined
        }
      />
    </Section>
  );
}
