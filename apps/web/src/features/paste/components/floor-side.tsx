import type { Page } from "@lineside/domain/kernel";
import type { PasteBottleRow } from "@lineside/domain/solder-paste";
import { useQuery } from "@tanstack/react-query";
import { formatDuration } from "~/lib/format.ts";
import { get } from "~/lib/http.ts";
import { useT } from "~/lib/i18n.ts";
import { useLive } from "~/lib/live.ts";
import { useNow } from "~/lib/use-now.ts";
import { FloorHeading, FloorRow } from "~/ui/floor.tsx";
import { Sn } from "~/ui/sn.tsx";
import { StatusPill } from "~/ui/status-pill.tsx";
import { Text } from "~/ui/text.tsx";
import { byLife, clocksOf } from "../life.ts";
import type { PasteLoop } from "../use-paste-loop.ts";
import { LinePasteStrip } from "./line-paste-strip.tsx";
import { usePolicies } from "./use-policies.ts";

/** What the line prints with, and every bottle that is out of the cold: the shortest life on top. */
export function FloorSide({ loop }: { loop: PasteLoop }) {
  const t = useT("paste");
  const { data } = useQuery(outOfColdQuery);
  useLive(["pasteBottle."], [outOfColdQuery.queryKey]);
  const rows = data?.items.filter(isRunning).toSorted(byLife) ?? [];
  return (
    <>
      {loop.lineCode && (
        <>
          <FloorHeading>{t("onLine", { line: loop.lineCode })}</FloorHeading>
          <div className="p-3">
            <LinePasteStrip lineCode={loop.lineCode} />
          </div>
        </>
      )}
      <FloorHeading beside={rows.length}>{t("outOfCold")}</FloorHeading>
      <ul aria-label={t("outOfCold")}>
        {rows.map((bottle) => (
          <BottleRow key={bottle.bottleNo} bottle={bottle} loop={loop} />
        ))}
      </ul>
      {data && rows.length === 0 && (
        <p className="px-4 py-3">
          <Text isQuiet>{t("noneOut")}</Text>
        </p>
      )}
    </>
  );
}

/** Paste that keeps at room temperature is in no hurry until it is taken to use. */
const isRunning = ({ state, usableLimit }: PasteBottleRow) =>
  state !== "RECEIVED" || usableLimit !== "SHELF_LIFE";

function BottleRow({ bottle, loop }: { bottle: PasteBottleRow; loop: PasteLoop }) {
  const policies = usePolicies();
  const now = useNow(10_000);
  const [first] = clocksOf(bottle, policies(bottle.typeCode), now);
  return (
    <FloorRow
      isChosen={bottle.bottleNo === loop.hand.bottleNo}
      onPress={() => void loop.scan(bottle.bottleNo)}
    >
      <span className="min-w-0 flex-1">
        <Sn value={bottle.bottleNo} />
        <span className="flex items-center gap-2">
          <StatusPill kind="bottle" state={bottle.state} />
          {bottle.lineCode && <Text isQuiet>{bottle.lineCode}</Text>}
        </span>
      </span>
      {first && (
        <Text isStrong tone={first.tone}>
          {formatDuration(first.leftMs)}
        </Text>
      )}
    </FloorRow>
  );
}

const outOfColdQuery = {
  queryKey: ["paste-bottles", "out-of-cold"],
  queryFn: ({ signal }: { signal: AbortSignal }) =>
    get<Page<PasteBottleRow>>("/paste-bottles", {
      query: { state: "RECEIVED,THAWING,READY,STIRRED,OPEN,RETURNED", limit: 200 },
      signal,
    }),
  refetchInterval: 60_000,
};
