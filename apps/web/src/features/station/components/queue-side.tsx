import type { QueueUnit } from "@lineside/domain/execution";
import { Boxes } from "lucide-react";
import { formatAgo } from "~/lib/format.ts";
import { useT } from "~/lib/i18n.ts";
import { useNow } from "~/lib/use-now.ts";
import { Button } from "~/ui/button.tsx";
import { FloorHeading, FloorRow } from "~/ui/floor.tsx";
import { Sn } from "~/ui/sn.tsx";
import { Text } from "~/ui/text.tsx";
import { type Grouped, onCarriers } from "../on-carriers.ts";
import type { Station } from "../use-station.ts";

interface QueueSideProps {
  station: Station;
  /** The board in hand stands out. */
  chosen: string | null;
  onTake: (code: string) => void;
}

/** What is in the station and what waits for it, longest first. */
export function QueueSide({ station, chosen, onTake }: QueueSideProps) {
  const t = useT("station");
  const { queue, status } = station;
  return (
    <>
      <section aria-label={t("inStation")}>
        <FloorHeading beside={<b>{status?.counts.inStation ?? queue.inStation.length}</b>}>
          {t("inStation")}
        </FloorHeading>
        <Rows units={queue.inStation} chosen={chosen} onTake={onTake} />
      </section>
      <section aria-label={t("waiting")}>
        <FloorHeading beside={<b>{status?.counts.waiting ?? queue.waiting.length}</b>}>
          {t("waiting")}
        </FloorHeading>
        <Rows units={queue.waiting} chosen={chosen} />
        {station.hasMoreWaiting && (
          <div className="p-3">
            <Button size="large" className="w-full" onClick={station.showMoreWaiting}>
              {t("common:loadMore")}
            </Button>
          </div>
        )}
      </section>
    </>
  );
}

interface RowsProps {
  units: readonly QueueUnit[];
  chosen: string | null;
  /** Takes a board in hand, as its scan would; only where that changes nothing. */
  onTake?: (code: string) => void;
}

function Rows({ units, chosen, onTake }: RowsProps) {
  const t = useT("station");
  const now = useNow(10_000);
  if (units.length === 0)
    return (
      <p className="px-4 py-3">
        <Text isQuiet>{t("nobody")}</Text>
      </p>
    );
  const panels = units.map((unit) => unit.panelNo).filter((panelNo) => panelNo !== null);
  const together = new Set(panels.filter((panelNo, at) => panels.indexOf(panelNo) !== at));
  return (
    <ul>
      {onCarriers(units).map(({ carrierNo, units: lying }) => {
        if (carrierNo !== null)
          return <CarrierRow key={carrierNo} {...{ carrierNo, units: lying, chosen, onTake }} />;
        const [unit] = lying;
        const panel = together.has(unit.panelNo ?? "") ? unit.panelNo : null;
        return (
          <FloorRow
            key={unit.sn}
            isChosen={chosen !== null && (unit.sn === chosen || unit.panelNo === chosen)}
            onPress={onTake && (() => onTake(panel ?? unit.sn))}
          >
            <span className="min-w-0 flex-1">
              <Sn value={unit.sn} className="block truncate" />
              <Text isQuiet isSmall className="block truncate">
                {[
                  unit.panelNo && `${unit.panelNo}/${unit.panelPosition ?? ""}`,
                  unit.carrierNo && `${unit.carrierNo}/${unit.carrierPosition ?? ""}`,
                  unit.operatorName,
                  unit.runNo,
                ]
                  .filter(Boolean)
                  .join(" · ")}
              </Text>
            </span>
            <Text isQuiet className="whitespace-nowrap">
              {formatAgo(unit.since, now)}
            </Text>
          </FloorRow>
        );
      })}
    </ul>
  );
}

interface CarrierRowProps extends Pick<RowsProps, "chosen" | "onTake"> {
  carrierNo: string;
  units: Grouped["units"];
}

/** Boards that came on one carrier go on together: one row, as they are one scan. */
function CarrierRow({ carrierNo, units, chosen, onTake }: CarrierRowProps) {
  const t = useT("station");
  const now = useNow(10_000);
  const [first] = units;
  return (
    <FloorRow
      isChosen={chosen !== null && (carrierNo === chosen || units.some(({ sn }) => sn === chosen))}
      onPress={onTake && (() => onTake(carrierNo))}
    >
      <Boxes aria-hidden className="size-5 shrink-0" />
      <span className="min-w-0 flex-1">
        <Sn value={carrierNo} className="block truncate" />
        <Text isQuiet isSmall className="block truncate">
          {[t("boards", { count: units.length }), first.operatorName, first.runNo]
            .filter(Boolean)
            .join(" · ")}
        </Text>
        <Text isQuiet isSmall className="block truncate">
          {units.map(({ sn }) => sn).join(", ")}
        </Text>
      </span>
      <Text isQuiet className="whitespace-nowrap">
        {formatAgo(first.since, now)}
      </Text>
    </FloorRow>
  );
}
