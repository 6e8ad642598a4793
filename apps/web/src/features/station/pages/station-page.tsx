import { useParams } from "@tanstack/react-router";
import { ScanBarcode } from "lucide-react";
import { useEffect, useRef } from "react";
import { nowMs } from "~/lib/clock.ts";
import { useHomeFocus, useLoneKey, useStationKeys } from "~/lib/floor-keys.ts";
import { useT } from "~/lib/i18n.ts";
import { useScan } from "~/lib/scanner.ts";
import { Floor, FloorBody, Prompt } from "~/ui/floor.tsx";
import { Refusal } from "~/ui/refusal.tsx";
import { DefectEntry } from "../components/defect-entry.tsx";
import { FootStrip } from "../components/foot-strip.tsx";
import { HandSubject, HandView } from "../components/hand-view.tsx";
import { PinQuestion, RunQuestion } from "../components/questions.tsx";
import { QueueSide } from "../components/queue-side.tsx";
import { ReturnedScans } from "../components/returned-scans.tsx";
import { ScanField } from "../components/scan-field.tsx";
import { StationStrip } from "../components/station-strip.tsx";
import { VerdictView } from "../components/verdict-view.tsx";
import { rememberStation } from "../remembered-station.ts";
import { type Station, useStation } from "../use-station.ts";

/** Scan, scan, scan: in and out of one station with a scanner and, at most, a keyboard. */
export function StationPage() {
  const { code } = useParams({ from: "/_app/station/$code" });
  return <StationFloor key={code} code={code} />;
}

function StationFloor({ code }: { code: string }) {
  const station = useStation(code);
  const { loop, status, tell } = station;
  const root = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (status) rememberStation(code);
  }, [code, status]);
  useInputs(station);
  useHomeFocus(root, [loop.mode.at, loop.hand?.key, loop.verdictCount].join());
  if (station.error)
    return (
      <div className="p-6">
        <Refusal error={station.error} onRetry={() => location.reload()} />
      </div>
    );
  return (
    <Floor ref={root}>
      <StationStrip
        code={code}
        status={status}
        runNo={loop.hand?.boards[0]?.runNo ?? null}
        chosenRun={loop.chosenRun}
      />
      <FloorBody
        side={
          <QueueSide
            station={station}
            chosen={loop.hand?.key ?? null}
            onTake={(text) => tell({ type: "SCANNED", text, atMs: nowMs() })}
          />
        }
      >
        <ReturnedScans outbox={station.outbox} />
        <Work station={station} />
        <ScanField loop={loop} tell={tell} />
      </FloorBody>
      <FootStrip
        status={status}
        isBusy={loop.busy !== null}
        onUndo={() => tell({ type: "UNDO" })}
      />
      {loop.verdict && (
        <VerdictView verdict={loop.verdict} onClose={() => tell({ type: "CANCEL" })} />
      )}
    </Floor>
  );
}

/** Scanner and keys, wherever the focus is. */
function useInputs({ loop, tell }: Station): void {
  useScan((text) => {
    tell({ type: "SCANNED", text, atMs: nowMs() });
    return true;
  });
  useStationKeys({
    pass: () => tell({ type: "PASS", atMs: nowMs() }),
    fail: () => tell({ type: "FAIL" }),
    cancel: () => tell({ type: "CANCEL" }),
  });
  const { mode, hand } = loop;
  const isMarked = mode.at === "IN_HAND" && hand && hand.kind !== "UNIT" && hand.boards.length <= 9;
  const takesDigits = isMarked || mode.at === "RUN";
  const keys =
    mode.at === "DEFECT" || mode.at === "PIN" ? /^$/ : takesDigits ? /^[1-9u]$/i : /^u$/i;
  useLoneKey((key) => {
    if (key.toLowerCase() === "u") return tell({ type: "UNDO" });
    const number = Number(key);
    if (mode.at !== "RUN") return tell({ type: "MARKED", position: number });
    const runNo = mode.runs[number - 1];
    if (runNo) tell({ type: "RUN_CHOSEN", runNo });
  }, keys);
}

/** The middle of the screen: what is to be done now. */
function Work({ station }: { station: Station }) {
  const t = useT("station");
  const { loop, tell, defectCodes } = station;
  const { mode, hand } = loop;
  if (mode.at === "RUN")
    return (
      <RunQuestion
        scan={mode.scan}
        runs={mode.runs}
        onChoose={(runNo) => tell({ type: "RUN_CHOSEN", runNo })}
      />
    );
  if (mode.at === "PIN")
    return (
      <PinQuestion isWrong={mode.isWrong} onGive={(pin) => tell({ type: "PIN_GIVEN", pin })} />
    );
  if (mode.at === "DEFECT" && hand)
    return (
      <>
        <HandSubject hand={hand} board={hand.boards.find((board) => board.sn === mode.sn)} />
        <DefectEntry
          codes={defectCodes}
          chosen={mode.code}
          onChoose={(code) => tell({ type: "DEFECT_CHOSEN", code })}
          onGive={(defect) => tell({ type: "DEFECT_GIVEN", defect })}
          onCancel={() => tell({ type: "CANCEL" })}
        />
      </>
    );
  if (mode.at === "IN_HAND" && hand)
    return (
      <HandView
        loop={loop}
        hand={hand}
        problems={mode.problems}
        isForScreen={station.isForScreen}
        isBoard={station.isBoard}
        since={
          station.queue.inStation.find((unit) =>
            [unit.sn, unit.panelNo, unit.carrierNo].includes(hand.key),
          )?.since ?? null
        }
        tell={tell}
      />
    );
  return (
    <Prompt icon={ScanBarcode} title={t("prompt")}>
      {t(loop.isDoubleRead ? "doubleRead" : "promptHint")}
    </Prompt>
  );
}
