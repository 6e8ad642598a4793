import type { OrderRow } from "@lineside/domain/work-order";
import { Check, CircleDashed, CircleDot, type LucideIcon, TriangleAlert } from "lucide-react";
import { useT } from "~/lib/i18n.ts";
import type { Tone } from "~/ui/status.ts";
import { Badge } from "~/ui/status-pill.tsx";

type Pick = OrderRow["pickStatus"];

export const pickStatuses = ["NONE", "PARTIAL", "FULL", "OVER"] as const satisfies readonly Pick[];

const looks: Record<Pick, { tone: Tone; icon: LucideIcon }> = {
  NONE: { tone: "none", icon: CircleDashed },
  PARTIAL: { tone: "warn", icon: CircleDot },
  FULL: { tone: "ok", icon: Check },
  OVER: { tone: "warn", icon: TriangleAlert },
};

/** How much of the material is picked. */
export function PickStatus({ status }: { status: Pick }) {
  const t = useT("order");
  const { tone, icon } = looks[status];
  return (
    <Badge tone={tone} icon={icon}>
      {t(`pick.${status}`)}
    </Badge>
  );
}
