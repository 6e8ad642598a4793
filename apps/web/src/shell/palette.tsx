import { Dialog as Base } from "@base-ui/react/dialog";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useRouter } from "@tanstack/react-router";
import { clsx } from "clsx";
import { CornerDownLeft, type LucideIcon, Search } from "lucide-react";
import { type KeyboardEvent, useState } from "react";
import { useT } from "~/lib/i18n.ts";
import { useMayAll } from "~/lib/session.ts";
import { Sn } from "~/ui/sn.tsx";
import { addressOf, jobs, menu } from "./feature.ts";
import { find } from "./find.ts";
import { type RecentThing, readRecent, rememberRecent } from "./recent.ts";

interface PaletteProps {
  isOpen: boolean;
  onOpenChange: (isOpen: boolean) => void;
}

interface Entry {
  id: string;
  group: "found" | "recent" | "go";
  label: string;
  detail?: string;
  address: string;
  icon?: LucideIcon;
  thing?: RecentThing;
}

/** One box for everything: a number to open, a page to go to. The keyboard's way to scan. */
export function Palette({ isOpen, onOpenChange }: PaletteProps) {
  const t = useT();
  return (
    <Base.Root open={isOpen} onOpenChange={onOpenChange}>
      <Base.Portal>
        <Base.Backdrop className="appear fixed inset-0 z-40 bg-veil" />
        <Base.Popup
          aria-label={t("palette.title")}
          className="appear fixed top-[10vh] left-1/2 z-50 flex max-h-[70vh] w-[36rem] max-w-[calc(100vw-1.5rem)] -translate-x-1/2 flex-col rounded-lg border border-line bg-surface shadow-(--lift)"
        >
          <PaletteBox onClose={() => onOpenChange(false)} />
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  );
}

function PaletteBox({ onClose }: { onClose: () => void }) {
  const t = useT();
  const router = useRouter();
  const [text, setText] = useState("");
  const [at, setAt] = useState(0);
  const { entries, isSearching } = useEntries(text.trim());
  const go = (entry: Entry | undefined) => {
    if (!entry) return;
    if (entry.thing) rememberRecent(entry.thing);
    onClose();
    router.history.push(entry.address);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) {
      event.preventDefault();
      setAt((now) => (now + step + entries.length) % Math.max(1, entries.length));
    } else if (event.key === "Enter") {
      event.preventDefault();
      go(entries[at]);
    }
  };
  return (
    <>
      <label className="flex items-center gap-3 border-b border-line px-4">
        <Search aria-hidden className="size-5 text-ink-3" />
        <input
          // biome-ignore lint/a11y/noAutofocus: a dialog moves the focus into itself
          autoFocus
          role="combobox"
          aria-expanded
          aria-controls="palette-list"
          aria-activedescendant={entries[at] ? `palette-${at}` : undefined}
          aria-label={t("palette.title")}
          placeholder={t("palette.placeholder")}
          value={text}
          onChange={(event) => {
            setText(event.target.value);
            setAt(0);
          }}
          onKeyDown={onKeyDown}
          className="min-h-13 w-full bg-transparent text-base outline-none placeholder:text-ink-3"
        />
      </label>
      <PaletteList entries={entries} at={at} onGo={go} onPoint={setAt} />
      {entries.length === 0 && (
        <p className="px-4 py-6 text-center text-ink-3">
          {t(isSearching ? "loading" : "nothingFound")}
        </p>
      )}
    </>
  );
}

interface PaletteListProps {
  entries: Entry[];
  at: number;
  onGo: (entry: Entry) => void;
  onPoint: (at: number) => void;
}

function PaletteList({ entries, at, onGo, onPoint }: PaletteListProps) {
  const t = useT();
  return (
    <div
      id="palette-list"
      role="listbox"
      aria-label={t("palette.title")}
      className="overflow-y-auto p-1.5"
    >
      {entries.map((entry, index) => (
        <div key={entry.id}>
          {entry.group !== entries[index - 1]?.group && (
            <div className="px-2.5 pt-2 pb-1 text-xs text-ink-3">{t(`palette.${entry.group}`)}</div>
          )}
          {/* biome-ignore lint/a11y/useKeyWithClickEvents: the input above has the keys */}
          <div
            id={`palette-${index}`}
            role="option"
            aria-selected={index === at}
            tabIndex={-1}
            onClick={() => onGo(entry)}
            onPointerMove={() => onPoint(index)}
            className={clsx(
              "flex min-h-10 cursor-pointer items-center gap-3 rounded px-2.5 pointer-coarse:min-h-12",
              index === at && "bg-hover",
            )}
          >
            {entry.icon && <entry.icon aria-hidden className="size-4 shrink-0 text-ink-3" />}
            {entry.thing ? <Sn value={entry.label} /> : <span>{entry.label}</span>}
            <span className="min-w-0 flex-1 truncate text-[13px] text-ink-3">{entry.detail}</span>
            {index === at && <CornerDownLeft aria-hidden className="size-4 text-ink-3" />}
          </div>
        </div>
      ))}
    </div>
  );
}

function useEntries(text: string): { entries: Entry[]; isSearching: boolean } {
  const t = useT("menu");
  const may = useMayAll();
  const search = useQuery({
    queryKey: ["search", text],
    queryFn: ({ signal }) => find(text, signal),
    enabled: text.length >= 2,
    placeholderData: keepPreviousData,
  });
  const found = text.length >= 2 ? (search.data ?? []) : readRecent();
  const things = found.flatMap((thing): Entry[] => {
    const address = addressOf(thing.kind, thing.key);
    if (!address) return [];
    const group = text.length >= 2 ? "found" : "recent";
    const detail = `${t(`kind.${thing.kind}`)} ${thing.title === thing.key ? "" : thing.title}`;
    return [{ id: `${thing.kind}:${thing.key}`, group, label: thing.key, detail, address, thing }];
  });
  const places = [
    ...menu.map((entry) => ({
      ...entry,
      id: `page:${entry.key}`,
      label: t(entry.key),
      detail: t(`group.${entry.group}`),
    })),
    ...jobs.map((job) => ({
      ...job,
      id: `job:${job.key}`,
      label: t(`job.${job.key}`),
      detail: "",
    })),
  ]
    .filter((entry) => may(entry.permission))
    .filter((entry) => entry.label.toLowerCase().includes(text.toLowerCase()))
    .map(
      (entry): Entry => ({
        id: entry.id,
        group: "go",
        label: entry.label,
        detail: entry.detail,
        address: toAddress(entry),
        icon: entry.icon,
      }),
    );
  return { entries: [...things, ...places], isSearching: search.isFetching };
}

function toAddress(entry: { to: unknown; search?: Record<string, string> }): string {
  const query = new URLSearchParams(entry.search).toString();
  return `${entry.to}${query && `?${query}`}`;
}
