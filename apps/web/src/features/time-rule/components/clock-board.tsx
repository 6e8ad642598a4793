import type { ClockCard } from "@lineside/domain/time-rule";
import { useWindowVirtualizer } from "@tanstack/react-virtual";
import { useLayoutEffect, useMemo, useRef, useState } from "react";
import { faceOf } from "~/lib/clock-face.ts";
import { useT } from "~/lib/i18n.ts";
import { ClockHeading } from "~/ui/clock-row.tsx";
import { ClockLine } from "./clock-line.tsx";

interface ClockBoardProps {
  /** Soonest deadline first. */
  clocks: ClockCard[];
  now: number;
}

interface LineGroup {
  lineCode: string | null;
  clocks: ClockCard[];
}

type Item = { key: string; group: LineGroup } | { key: string; clock: ClockCard };

/** The running clocks, grouped by line; the line whose clock runs out first stands first. */
export function ClockBoard({ clocks, now }: ClockBoardProps) {
  const t = useT("time-rule");
  const items = useMemo(() => itemsOf(clocks), [clocks]);
  const box = useRef<HTMLDivElement>(null);
  const [scrollMargin, setMargin] = useState(0);
  useLayoutEffect(() => {
    const top = (box.current?.getBoundingClientRect().top ?? 0) + scrollY;
    if (Math.abs(top - scrollMargin) > 1) setMargin(top);
  });
  const virtual = useWindowVirtualizer({
    count: items.length,
    estimateSize: (at) => ("group" in items[at]! ? 44 : 57),
    getItemKey: (at) => items[at]!.key,
    overscan: 12,
    scrollMargin,
  });
  const shown = virtual.getVirtualItems();
  return (
    <div ref={box} className="clock-list">
      <ul
        aria-label={t("board")}
        style={{
          paddingTop: (shown[0]?.start ?? scrollMargin) - scrollMargin,
          paddingBottom: virtual.getTotalSize() - ((shown.at(-1)?.end ?? 0) - scrollMargin),
        }}
      >
        {shown.map(({ key, index }) => {
          const item = items[index]!;
          return (
            <li key={key} ref={virtual.measureElement} data-index={index}>
              {"group" in item ? (
                <GroupHeading group={item.group} now={now} />
              ) : (
                <ClockLine clock={item.clock} now={now} />
              )}
            </li>
          );
        })}
      </ul>
    </div>
  );
}

function itemsOf(clocks: ClockCard[]): Item[] {
  const groups = new Map<string | null, LineGroup>();
  for (const clock of clocks) {
    const group = groups.get(clock.lineCode) ?? { lineCode: clock.lineCode, clocks: [] };
    group.clocks.push(clock);
    groups.set(clock.lineCode, group);
  }
  return [...groups.values()].flatMap((group) => [
    { key: `line ${group.lineCode}`, group },
    ...group.clocks.map((clock) => ({ key: clock.id, clock })),
  ]);
}

function GroupHeading({ group, now }: { group: LineGroup; now: number }) {
  const t = useT("time-rule");
  const counts = countStates(group.clocks, now).filter(({ count }) => count > 0);
  return <ClockHeading name={group.lineCode ?? t("noLine")} counts={counts} />;
}

/** The faces of an open clock, the worst first. */
export const openFaces = ["EXPIRED", "WARNING", "RUNNING"] as const;

export function countStates(clocks: ClockCard[], now: number) {
  const counts = new Map<string, number>();
  for (const clock of clocks) {
    const { state } = faceOf(clock, now);
    counts.set(state, (counts.get(state) ?? 0) + 1);
  }
  return openFaces.map((state) => ({ state, count: counts.get(state) ?? 0 }));
}
