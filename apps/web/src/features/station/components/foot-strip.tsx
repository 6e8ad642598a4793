import type { StationStatus } from "@lineside/domain/execution";
import { Undo2 } from "lucide-react";
import { formatNumber } from "~/lib/format.ts";
import { useT } from "~/lib/i18n.ts";
import { useNow } from "~/lib/use-now.ts";
import { Button } from "~/ui/button.tsx";
import { Count, FloorStrip } from "~/ui/floor.tsx";
import { KeyCap } from "~/ui/kbd.tsx";
import { Sn } from "~/ui/sn.tsx";
import { StatusPill } from "~/ui/status-pill.tsx";

interface FootStripProps {
  status: StationStatus | undefined;
  isBusy: boolean;
  onUndo: () => void;
}

/** The shift in four numbers, and the last track-out while it can be taken back. */
export function FootStrip({ status, isBusy, onUndo }: FootStripProps) {
  const t = useT("station");
  const today = status?.today;
  const number = (value: number | undefined) => (value === undefined ? "–" : formatNumber(value));
  return (
    <FloorStrip isBottom>
      <Count value={number(status?.counts.inStation)} label={t("inStation")} />
      <Count value={number(status?.counts.waiting)} label={t("waiting")} />
      <Count value={number(today && today.pass + today.fail)} label={t("doneToday")} />
      {today && today.fail > 0 && (
        <Count value={number(today.fail)} label={t("failedToday")} tone="bad" />
      )}
      {status?.lastTrackOut && (
        <LastOut last={status.lastTrackOut} isBusy={isBusy} onUndo={onUndo} />
      )}
    </FloorStrip>
  );
}

interface LastOutProps {
  last: NonNullable<StationStatus["lastTrackOut"]>;
  isBusy: boolean;
  onUndo: () => void;
}

function LastOut({ last, isBusy, onUndo }: LastOutProps) {
  const t = useT("station");
  const now = useNow(1000);
  const left = last.undoUntil ? Math.ceil((Date.parse(last.undoUntil) - now) / 1000) : 0;
  return (
    <span className="ms-auto flex flex-wrap items-center gap-3">
      <span className="flex items-center gap-2">
        {t("myLast")} <Sn value={last.carrierNo ?? last.panelNo ?? last.sn} />
        <StatusPill kind="result" state={last.result} />
      </span>
      {left > 0 && (
        <Button size="large" icon={Undo2} isDisabled={isBusy} onClick={onUndo}>
          {t("undo", { seconds: left })} <KeyCap>U</KeyCap>
        </Button>
      )}
    </span>
  );
}
