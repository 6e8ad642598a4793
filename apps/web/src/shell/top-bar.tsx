import { Link } from "@tanstack/react-router";
import { Search } from "lucide-react";
import { formatTime, usePlantZone, zoneLabel } from "~/lib/format.ts";
import { useT } from "~/lib/i18n.ts";
import { useLiveState } from "~/lib/live.ts";
import { useNow } from "~/lib/use-now.ts";
import { IconButton } from "~/ui/button.tsx";
import { type Tone, toneSolid } from "~/ui/status.ts";
import { corners } from "./feature.ts";
import { UserMenu } from "./user-menu.tsx";

interface TopBarProps {
  isBare: boolean;
  onSearch: () => void;
}

export function TopBar({ isBare, onSearch }: TopBarProps) {
  const t = useT();
  return (
    <div className="no-print flex min-h-12 items-center gap-1 border-b sm:gap-3 border-line bg-surface px-4 sm:px-6">
      <Link to="/" aria-label={t("goHome")} className={isBare ? "shrink-0" : "shrink-0 lg:hidden"}>
        <img src="/icon.svg" alt="" className="size-7" />
      </Link>
      <div className="flex-1" />
      <LiveIndicator />
      <PlantClock />
      {isBare && <IconButton icon={Search} label={t("search")} onClick={onSearch} />}
      {corners.map((Corner) => (
        <Corner key={Corner.name} />
      ))}
      <UserMenu />
    </div>
  );
}

const liveTone: Record<ReturnType<typeof useLiveState>, Tone> = {
  live: "ok",
  connecting: "wait",
  lost: "bad",
};

/** Whether what is on screen follows the plant by itself. */
function LiveIndicator() {
  const t = useT();
  const state = useLiveState();
  return (
    <span
      role="status"
      title={t(`live.${state}.hint`)}
      className="flex items-center gap-1.5 text-[13px] text-ink-3"
    >
      <span aria-hidden className={`size-2 rounded-full ${toneSolid[liveTone[state]]}`} />
      <span className="max-sm:sr-only">{t(`live.${state}`)}</span>
    </span>
  );
}

/** The plant's wall clock, not the terminal's. */
function PlantClock() {
  const now = useNow();
  const zone = usePlantZone();
  return (
    <time title={`${formatTime(now, "date")} ${zone}`} className="text-[13px] whitespace-nowrap">
      {formatTime(now, "time")} <span className="text-ink-3">{zoneLabel(now)}</span>
    </time>
  );
}
