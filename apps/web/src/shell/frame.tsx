import { Outlet, useMatches } from "@tanstack/react-router";
import { Suspense, useCallback, useEffect, useState } from "react";
import { useT } from "~/lib/i18n.ts";
import { useLiveStream } from "~/lib/live.ts";
import { onDemand } from "~/lib/on-demand.tsx";
import { useMe } from "~/lib/session.ts";
import { useTheme } from "~/lib/theme.ts";
import { useIdle } from "~/lib/use-idle.ts";
import { OfflineBanner } from "~/ui/banner.tsx";
import { preloadMenu } from "~/ui/menu.tsx";
import { preloadPopover } from "~/ui/popover.tsx";
import { Loading } from "~/ui/skeleton.tsx";
import { Toasts } from "~/ui/toast.tsx";
import { useOpenOnScan } from "./open-on-scan.tsx";
import { usePaletteKey } from "./palette-key.ts";
import { BottomBar, Sidebar } from "./sidebar.tsx";
import { SignatureHost } from "./signature-host.tsx";
import { TopBar } from "./top-bar.tsx";

const Palette = onDemand(() => import("./palette.tsx"), "Palette");

/** Everything around a page: menu, top bar, palette, live stream, scanner. */
export function Frame() {
  const me = useMe();
  const t = useT();
  const [isPaletteOpen, setPaletteOpen] = useState(false);
  usePaletteKey(useCallback(() => setPaletteOpen((isOpen) => !isOpen), []));
  usePreloads();
  const { isBare, wallTheme } = useFrameKind();
  useLiveStream();
  const scan = useOpenOnScan(me.settings);
  const page = (
    <Suspense fallback={<Waiting />}>
      <Outlet />
    </Suspense>
  );
  return (
    <>
      <a
        href="#page"
        className="sr-only z-50 rounded bg-surface p-3 focus:not-sr-only focus:fixed focus:start-2 focus:top-2"
      >
        {t("skipToContent")}
      </a>
      <OfflineBanner />
      <div
        data-theme={wallTheme}
        className={
          isBare
            ? "min-h-dvh bg-canvas text-ink"
            : "lg:grid lg:grid-cols-[14.5rem_minmax(0,1fr)] print:block"
        }
      >
        {!isBare && <Sidebar onSearch={() => setPaletteOpen(true)} />}
        <div id="page" className="min-w-0">
          <TopBar isBare={isBare} onSearch={() => setPaletteOpen(true)} />
          {scan.notice}
          {page}
        </div>
      </div>
      {!isBare && <BottomBar onSearch={() => setPaletteOpen(true)} />}
      {isPaletteOpen && <Palette isOpen onOpenChange={setPaletteOpen} />}
      <Toasts />
      <SignatureHost isAtStation={isBare} />
    </>
  );
}

/** Stations and wall boards (`?wall=1`) have the whole screen; a wall is dark unless somebody chose. */
function useFrameKind() {
  const isBarePage = useMatches({
    select: (all) => all.some((m) => m.staticData.frame === "bare"),
  });
  const isWall = useMatches({
    select: (all) => all.some(({ search }) => "wall" in search && search.wall === "1"),
  });
  const isUnchosen = useTheme() === "system";
  return { isBare: isBarePage || isWall, wallTheme: isWall && isUnchosen ? "dark" : undefined };
}

/** What opens at a click is there when the click comes, but never in the way of the page itself. */
function usePreloads(): void {
  const isIdle = useIdle();
  useEffect(() => {
    if (!isIdle) return;
    preloadMenu();
    preloadPopover();
    Palette.preload();
  }, [isIdle]);
}

function Waiting() {
  return (
    <div className="px-6 py-6">
      <Loading />
    </div>
  );
}
