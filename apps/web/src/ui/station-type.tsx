import type { StationType } from "@lineside/domain/plant";
import { Boxes, Cpu, FlaskConical, Hand, type LucideIcon } from "lucide-react";
import { useT } from "~/lib/i18n.ts";
import { Badge } from "./status-pill.tsx";

export const stationTypeIcons: Record<StationType, LucideIcon> = {
  MANUAL: Hand,
  AUTO: Cpu,
  BATCH: Boxes,
  TEST: FlaskConical,
};

/** How work at a station is reported, as a word with its shape. */
export function StationTypeBadge({ type }: { type: StationType }) {
  const t = useT("words");
  return <Badge icon={stationTypeIcons[type]}>{t(`stationType.${type}`)}</Badge>;
}

export function useStationTypeText(): (type: string) => string {
  const t = useT("words");
  return (type) => t(`stationType.${type}`);
}
