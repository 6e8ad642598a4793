import "~/theme/manual.css";
import { createLink } from "@tanstack/react-router";
import { clsx } from "clsx";
import {
  type ComponentProps,
  type MouseEvent,
  type ReactNode,
  type RefObject,
  useEffect,
  useRef,
} from "react";

interface ManualTextProps {
  /** Made by the build out of our own texts; see scripts/manual.ts. */
  html: string;
  /** The part to stand at. */
  anchor: string;
  /** A link to another manual or place. */
  onFollow: (address: string) => void;
  /** The part that is read now, while the page moves. */
  onStand: (id: string) => void;
}

/** The text of a manual. Stands where it was opened at, and says so. */
export function ManualText({ html, anchor, onFollow, onStand }: ManualTextProps) {
  const root = useRef<HTMLDivElement>(null);
  useStand(root, html, onStand);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another text has other places
  useEffect(() => {
    for (const old of root.current?.querySelectorAll("[data-here]") ?? [])
      old.removeAttribute("data-here");
    if (anchor === "") return;
    const here = root.current?.querySelector(`#${CSS.escape(anchor)}`);
    here?.setAttribute("data-here", "");
    here?.scrollIntoView();
  }, [anchor, html]);
  const follow = (event: MouseEvent<HTMLDivElement>) => {
    const link = event.target instanceof Element ? event.target.closest("a") : null;
    const address = link?.getAttribute("href") ?? "";
    const isOurs = address.startsWith("#") || address.startsWith("/help/");
    if (!isOurs || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    onFollow(address);
  };
  return (
    // biome-ignore lint/a11y: the links inside are links; this only hears which one was followed
    <div
      ref={root}
      className="manual"
      onClick={follow}
      // biome-ignore lint/security/noDangerouslySetInnerHtml: no text of a person gets in there
      dangerouslySetInnerHTML={{ __html: html }}
    />
  );
}

/** Tells which heading stands in the upper third of the window. */
function useStand(
  root: RefObject<HTMLDivElement | null>,
  html: string,
  onStand: (id: string) => void,
): void {
  // biome-ignore lint/correctness/useExhaustiveDependencies: another text has other headings
  useEffect(() => {
    const headings = [...(root.current?.querySelectorAll("h2") ?? [])];
    const look = () => {
      const line = innerHeight / 3;
      const here = headings.findLast((heading) => heading.getBoundingClientRect().top < line);
      onStand((here ?? headings[0])?.id ?? "");
    };
    // Whenever one of them comes or goes, however far the page has jumped.
    const observer = new IntersectionObserver(look, { rootMargin: "0px 0px -66% 0px" });
    for (const heading of headings) observer.observe(heading);
    return () => observer.disconnect();
  }, [root, html, onStand]);
}

/** Text with a list of its parts beside it; above it where it is narrow, gone on paper. */
export function ManualFrame({ aside, children }: { aside: ReactNode; children: ReactNode }) {
  return (
    <div className="grid items-start gap-x-10 gap-y-5 lg:grid-cols-[17rem_minmax(0,1fr)] print:block">
      <aside className="no-print lg:sticky lg:top-4 lg:max-h-[calc(100dvh-2rem)] lg:overflow-y-auto">
        {aside}
      </aside>
      <div className="min-w-0">{children}</div>
    </div>
  );
}

interface PlaceAnchorProps extends ComponentProps<"a"> {
  level: number;
  isHere: boolean;
}

function PlaceAnchor({ level, isHere, className: _, ...rest }: PlaceAnchorProps) {
  return (
    <li>
      <a
        {...rest}
        aria-current={isHere ? "location" : undefined}
        className={clsx(
          "flex min-h-8 items-center border-s-2 py-1 pe-2 leading-snug hover:bg-hover pointer-coarse:min-h-11",
          level > 2 ? "ps-6 text-[13px] text-ink-2" : "ps-3",
          isHere ? "border-accent font-medium text-accent" : "border-line",
        )}
      />
    </li>
  );
}

/** A part of the manual in its list of contents. */
export const Place = createLink(PlaceAnchor);

export function Places({ label, children }: { label: string; children: ReactNode }) {
  return (
    <nav aria-label={label}>
      <ul>{children}</ul>
    </nav>
  );
}

function BookAnchor({
  lead,
  isOwn,
  className: _,
  children,
  ...rest
}: ComponentProps<"a"> & { lead: string; isOwn?: boolean }) {
  return (
    <li>
      <a
        {...rest}
        className={clsx(
          "flex h-full min-h-11 flex-col gap-1 rounded-lg border bg-surface p-4 hover:border-accent",
          isOwn ? "border-line-strong" : "border-line",
        )}
      >
        <span className="text-base font-semibold">{children}</span>
        <span className="text-ink-3">{lead}</span>
      </a>
    </li>
  );
}

/** A manual on the shelf. */
export const Book = createLink(BookAnchor);

export function Shelf({ children }: { children: ReactNode }) {
  return (
    <ul className="grid grid-cols-[repeat(auto-fill,minmax(min(100%,18rem),1fr))] gap-3">
      {children}
    </ul>
  );
}

/** Text with the words that were looked for marked in it. */
export function Marked({ text, words }: { text: string; words: readonly string[] }) {
  const wanted = words.map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")).join("|");
  if (wanted === "") return text;
  return (
    <>
      {text.split(new RegExp(`(${wanted})`, "gi")).map((part, at) =>
        at % 2 === 1 ? (
          // biome-ignore lint/suspicious/noArrayIndexKey: the parts of one text
          <mark key={at} className="rounded-sm bg-warn-tint text-warn-ink">
            {part}
          </mark>
        ) : (
          part
        ),
      )}
    </>
  );
}
