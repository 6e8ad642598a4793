import type { PasteBottleRow, PasteState } from "@lineside/domain/solder-paste";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { formatDuration, formatTime } from "~/lib/format.ts";
import { useT } from "~/lib/i18n.ts";
import type { Rows } from "~/lib/pages.ts";
import { useNow } from "~/lib/use-now.ts";
import { BoardCard, BoardColumn, BoardColumns } from "~/ui/board.tsx";
import { Button } from "~/ui/button.tsx";
import { DrainBar } from "~/ui/drain-bar.tsx";
import { Refusal } from "~/ui/refusal.tsx";
import { Loading } from "~/ui/skeleton.tsx";
import { Sn } from "~/ui/sn.tsx";
import { StatusPill } from "~/ui/status-pill.tsx";
import { Text } from "~/ui/text.tsx";
import { byLife, clocksOf, isDead } from "../life.ts";
import { usePolicies } from "./use-policies.ts";

const columns: readonly { key: string; states: readonly PasteState[] }[] = [
  { key: "out", states: ["EXPIRED"] },
  { key: "open", states: ["OPEN", "RETURNED"] },
  { key: "ready", states: ["READY", "STIRRED"] },
  { key: "warming", states: ["THAWING"] },
  { key: "fridge", states: ["IN_FRIDGE"] },
  { key: "received", states: ["RECEIVED"] },
  { key: "ended", states: ["EMPTY", "SCRAPPED"] },
];

/** Bottles by where they stand, in each column what expires first on top. */
export function BottleBoard({ rows, empty }: { rows: Rows<PasteBottleRow>; empty: ReactNode }) {
  const t = useT("paste");
  if (rows.error && rows.rows.length === 0)
    return <Refusal error={rows.error} onRetry={rows.retry} />;
  if (rows.isLoading) return <Loading lines={8} />;
  if (rows.rows.length === 0) return empty;
  const placed = columns.map(({ key, states }) => ({
    key,
    // In a column of one state its heading says it already.
    isMixed: states.length > 1,
    bottles: rows.rows.filter((row) => states.includes(row.state)).toSorted(byLife),
  }));
  return (
    <div className="flex flex-col gap-3">
      <BoardColumns>
        {placed
          // What is over stands here only while somebody has to take it away.
          .filter(({ key, bottles }) => bottles.length > 0 || !["out", "ended"].includes(key))
          .map(({ key, isMixed, bottles }) => (
            <BoardColumn key={key} title={t(`column.${key}`)} count={bottles.length}>
              {bottles.map((bottle) => (
                <BottleTile key={bottle.id} bottle={bottle} isMixed={isMixed} />
              ))}
            </BoardColumn>
          ))}
      </BoardColumns>
      {rows.hasMore && (
        <div className="flex justify-center">
          <Button isBusy={rows.isLoadingMore} onClick={rows.more}>
            {t("common:loadMore")}
          </Button>
        </div>
      )}
    </div>
  );
}

function BottleTile({ bottle, isMixed }: { bottle: PasteBottleRow; isMixed: boolean }) {
  const t = useT("paste");
  const now = useNow(10_000);
  const policies = usePolicies();
  const clocks = clocksOf(bottle, policies(bottle.typeCode), now);
  return (
    <BoardCard tone={isDead(bottle) ? "bad" : (clocks[0]?.tone ?? "none")}>
      <Link
        to="/paste/bottles/$bottleNo"
        params={{ bottleNo: bottle.bottleNo }}
        className="flex flex-col gap-1.5 p-3"
      >
        <span className="flex flex-wrap items-start justify-between gap-x-2">
          <Sn value={bottle.bottleNo} />
          {isMixed && <StatusPill kind="bottle" state={bottle.state} />}
        </span>
        <Text isQuiet isSmall>
          {bottle.typeCode} · {bottle.lotNo}
          {bottle.lineCode && ` · ${bottle.lineCode}`}
          {bottle.fridgeCode && ` · ${bottle.fridgeCode}`}
        </Text>
        {clocks.map((clock) => {
          const left = clock.leftMs > 0 ? formatDuration(clock.leftMs) : t("over");
          return (
            <span key={clock.kind} className="flex flex-col gap-1">
              <span className="flex items-baseline justify-between gap-2">
                <Text isSmall isQuiet>
                  {t(`clock.short.${clock.kind}`)}
                </Text>
                <Text isStrong tone={clock.tone} className="whitespace-nowrap">
                  {left}
                </Text>
              </span>
              <DrainBar
                left={clock.share}
                tone={clock.tone}
                label={`${t(`clock.${clock.kind}`)}: ${left}, ${formatTime(clock.endsAt, "minute")}`}
              />
            </span>
          );
        })}
      </Link>
    </BoardCard>
  );
}
