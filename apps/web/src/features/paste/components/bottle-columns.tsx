import type { PasteBottleRow } from "@lineside/domain/solder-paste";
import { formatDuration } from "~/lib/format.ts";
import { useT } from "~/lib/i18n.ts";
import { useNow } from "~/lib/use-now.ts";
import type { Column } from "~/ui/data-table.tsx";
import { DrainBar } from "~/ui/drain-bar.tsx";
import { Sn } from "~/ui/sn.tsx";
import { StatusPill } from "~/ui/status-pill.tsx";
import { Text } from "~/ui/text.tsx";
import { Time, useTimeHeader } from "~/ui/time.tsx";
import { lifeOf } from "../life.ts";
import { usePolicies } from "./use-policies.ts";

export function useBottleColumns(): Column<PasteBottleRow>[] {
  const t = useT("paste");
  const inZone = useTimeHeader();
  return [
    { key: "no", header: t("bottle"), isLead: true, cell: (row) => <Sn value={row.bottleNo} /> },
    {
      key: "state",
      header: t("state"),
      width: "9rem",
      cell: (row) => <StatusPill kind="bottle" state={row.state} />,
    },
    { key: "type", header: t("type"), cell: (row) => row.typeCode },
    { key: "lot", header: t("lot"), cell: (row) => row.lotNo },
    {
      key: "place",
      header: t("place"),
      width: "7rem",
      cell: (row) => row.lineCode ?? row.fridgeCode,
      isEmpty: (row) => !row.lineCode && !row.fridgeCode,
    },
    { key: "left", header: t("left"), width: "14rem", cell: (row) => <LifeCell bottle={row} /> },
    {
      key: "until",
      header: inZone(t("usableUntil")),
      width: "11rem",
      cell: (row) => <Time at={row.usableUntil} style="minute" zone={false} />,
    },
    {
      key: "label",
      header: t("expiresAt"),
      width: "8rem",
      cell: (row) => <Time at={row.expiresAt} style="date" zone={false} />,
    },
  ];
}

function LifeCell({ bottle }: { bottle: PasteBottleRow }) {
  const t = useT("paste");
  const policies = usePolicies();
  const now = useNow(10_000);
  const life = lifeOf(bottle, policies(bottle.typeCode), now);
  if (!life) return <Text isQuiet>–</Text>;
  const left = life.leftMs > 0 ? formatDuration(life.leftMs) : t("over");
  return (
    <span className="flex items-center gap-2">
      <span className="w-20 shrink-0">
        <DrainBar
          left={life.share}
          tone={life.tone}
          label={`${t(`clock.${life.kind}`)}: ${left}`}
        />
      </span>
      <Text isStrong tone={life.tone} className="whitespace-nowrap">
        {left}
      </Text>
    </span>
  );
}
