import { Link } from "@tanstack/react-router";
import { clsx } from "clsx";
import { House, type LucideIcon, Menu as MenuIcon, Search } from "lucide-react";
import { useState } from "react";
import { useT } from "~/lib/i18n.ts";
import { onDemand } from "~/lib/on-demand.tsx";
import { useMayAll, useMe } from "~/lib/session.ts";
import { Kbd } from "~/ui/kbd.tsx";
import { type MenuEntry, menu, menuGroups } from "./feature.ts";
import { commandKey } from "./palette-key.ts";

const Drawer = onDemand(() => import("~/ui/dialog.tsx"), "Drawer");

const link =
  "flex min-h-9 items-center gap-2.5 rounded-md px-2.5 text-ink-2 hover:bg-hover hover:text-ink pointer-coarse:min-h-11";
const current = "bg-accent-tint font-medium !text-ink";

/** The menu beside the page on a desk. */
export function Sidebar({ onSearch }: { onSearch: () => void }) {
  const t = useT();
  const { settings } = useMe();
  return (
    <nav
      aria-label={t("menu")}
      className="no-print sticky top-0 hidden h-dvh flex-col border-e border-line bg-surface lg:flex"
    >
      <div className="flex items-center gap-2.5 px-4 pt-4 pb-3">
        <img src="/icon.svg" alt="" className="size-7" />
        <span className="min-w-0 truncate font-semibold">
          {String(settings.plantName ?? "Lineside")}
        </span>
      </div>
      <div className="px-3 pb-2">
        <button
          type="button"
          onClick={onSearch}
          className="flex min-h-9 w-full items-center gap-2 rounded-md border border-line px-2.5 text-ink-3 hover:border-line-strong"
        >
          <Search aria-hidden className="size-4" />
          <span className="flex-1 text-start">{t("palette.short")}</span>
          <Kbd keys={commandKey} />
        </button>
      </div>
      <div className="min-h-0 flex-1 overflow-y-auto px-3 pb-4">
        <MenuList />
      </div>
    </nav>
  );
}

/** Only what the user may see; groups without an entry are left out. */
function MenuList({ onGo }: { onGo?: () => void }) {
  const t = useT("menu");
  const may = useMayAll();
  const seen = menu.filter((entry) => may(entry.permission));
  return (
    <>
      <Link
        to="/"
        activeOptions={{ exact: true }}
        onClick={onGo}
        className={link}
        activeProps={{ className: current }}
      >
        <House aria-hidden className="size-4" />
        {t("home")}
      </Link>
      {menuGroups.map((group) => {
        const entries = seen.filter((entry) => entry.group === group);
        if (entries.length === 0) return null;
        return (
          <div key={group} className="mt-4">
            <h2 className="px-2.5 pb-1 text-xs text-ink-3">{t(`group.${group}`)}</h2>
            {entries.map((entry) => (
              <EntryLink key={entry.key} entry={entry} onGo={onGo} />
            ))}
          </div>
        );
      })}
    </>
  );
}

function EntryLink({ entry, onGo }: { entry: MenuEntry; onGo?: () => void }) {
  const t = useT("menu");
  return (
    <Link
      to={entry.to}
      onClick={onGo}
      className={link}
      activeOptions={{ exact: hasDeeper(entry) }}
      activeProps={{ className: current }}
    >
      <entry.icon aria-hidden className="size-4" />
      {t(entry.key)}
    </Link>
  );
}

/** Another entry stands below this address: then only the address itself is this entry. */
const hasDeeper = ({ to }: MenuEntry) => menu.some((other) => other.to.startsWith(`${to}/`));

/** The menu under the thumb on a phone: home, the first three entries, search, everything. */
export function BottomBar({ onSearch }: { onSearch: () => void }) {
  const t = useT();
  const tMenu = useT("menu");
  const may = useMayAll();
  const [isOpen, setOpen] = useState(false);
  const first = menu.filter((entry) => may(entry.permission)).slice(0, 2);
  return (
    <nav
      aria-label={t("menu")}
      className="no-print fixed inset-x-0 bottom-0 z-30 grid auto-cols-fr grid-flow-col border-t border-line bg-surface pb-[env(safe-area-inset-bottom)] lg:hidden"
    >
      <Link
        to="/"
        activeOptions={{ exact: true }}
        className={tab}
        activeProps={{ className: here }}
      >
        <TabFace icon={House} label={tMenu("home")} />
      </Link>
      {first.map((entry) => (
        <Link key={entry.key} to={entry.to} className={tab} activeProps={{ className: here }}>
          <TabFace icon={entry.icon} label={tMenu(entry.key)} />
        </Link>
      ))}
      <button type="button" onClick={onSearch} className={tab}>
        <TabFace icon={Search} label={t("search")} />
      </button>
      <button type="button" {...Drawer.reach} onClick={() => setOpen(true)} className={tab}>
        <TabFace icon={MenuIcon} label={t("menu")} />
      </button>
      {isOpen && (
        <Drawer isOpen onClose={() => setOpen(false)} title={t("menu")}>
          <MenuList onGo={() => setOpen(false)} />
        </Drawer>
      )}
    </nav>
  );
}

const tab = "flex min-h-14 min-w-0 flex-col items-center justify-center gap-0.5 text-ink-2";
const here = "!text-accent font-medium";

function TabFace({ icon: Icon, label }: { icon: LucideIcon; label: string }) {
  return (
    <>
      <Icon aria-hidden className="size-5" />
      <span className={clsx("max-w-full truncate px-1 text-[11px]")}>{label}</span>
    </>
  );
}
