import { Bug, CircleX, Info, type LucideIcon, TriangleAlert } from "lucide-react";
import { useT } from "~/lib/i18n.ts";
import type { Tone } from "~/ui/status.ts";
import { Badge } from "~/ui/status-pill.tsx";

const looks: Record<string, { tone: Tone; icon: LucideIcon }> = {
  error: { tone: "bad", icon: CircleX },
  warn: { tone: "warn", icon: TriangleAlert },
  info: { tone: "none", icon: Info },
  debug: { tone: "none", icon: Bug },
};

export function LevelBadge({ level }: { level: string }) {
  const t = useT("log");
  const look = looks[level];
  if (!look) return <Badge>{level}</Badge>;
  return <Badge {...look}>{t(`level.${level}`)}</Badge>;
}
