import type { TraceAnswer } from "@lineside/domain/trace";
import { useMemo } from "react";
import { formatTime, usePlantZone } from "~/lib/format.ts";
import { useT } from "~/lib/i18n.ts";
import { Rail } from "~/ui/rail.tsx";
import { type Entry, storyOf } from "../story.ts";
import { StoryRow } from "./story-row.tsx";

/** The story of a board, drawn. */
export function StoryRail({ trace }: { trace: TraceAnswer }) {
  const t = useT("trace");
  usePlantZone();
  const entries = useMemo(() => storyOf(trace), [trace]);
  return (
    <Rail label={t("story")}>
      {entries.map((entry, at) => (
        <StoryRow
          key={keyOf(entry, at)}
          trace={trace}
          entry={entry}
          place={{
            lane: entry.lane,
            from: entries[at - 1]?.lane ?? null,
            isLast: at === entries.length - 1,
            isNewDay: dayOf(entry) !== dayOf(entries[at - 1]),
          }}
        />
      ))}
    </Rail>
  );
}

function dayOf(entry: Entry | undefined): string | null {
  return entry && "at" in entry ? formatTime(entry.at, "date") : null;
}

function keyOf(entry: Entry, at: number): string {
  if (entry.kind === "visit") return entry.track.id;
  if (entry.kind === "defect") return entry.defect.id;
  if (entry.kind === "ahead") return `ahead ${entry.step.stepNo}`;
  return `${entry.kind} ${at}`;
}
