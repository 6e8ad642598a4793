import { type KeyboardEvent, useState } from "react";
import { nowMs } from "~/lib/clock.ts";
import { useT } from "~/lib/i18n.ts";
import { FloorScan } from "~/ui/floor.tsx";
import { ScanLine } from "~/ui/scan-line.tsx";
import type { Loop, LoopInput } from "../loop-types.ts";

interface ScanFieldProps {
  loop: Loop;
  tell: (input: LoopInput) => void;
}

/** For labels no scanner can read, and scanners too slow to be told from fingers. */
export function ScanField({ loop, tell }: ScanFieldProps) {
  const t = useT("station");
  const [text, setText] = useState("");
  const { mode, hand } = loop;
  const isInHand = mode.at === "IN_HAND";
  const hasOwnField =
    mode.at === "DEFECT" || mode.at === "PIN" || (isInHand && !!hand?.items.length);
  const onKeyDown = (event: KeyboardEvent) => {
    if (text === "" || (event.key !== "Enter" && event.key !== "Escape")) return;
    event.preventDefault();
    setText("");
    const typed = text.trim();
    if (event.key === "Escape" || typed === "") return;
    const isPosition = hand && hand.kind !== "UNIT" && /^\d{1,2}$/.test(typed);
    if (isPosition) tell({ type: "MARKED", position: Number(typed) });
    else tell({ type: "SCANNED", text: typed, atMs: nowMs() });
  };
  if (mode.at === "DEFECT" || mode.at === "PIN") return null;
  return (
    <FloorScan isAboveStrip>
      <ScanLine
        data-home={hasOwnField ? undefined : ""}
        data-lone=""
        aria-label={t("scanLine")}
        placeholder={t(loop.isDoubleRead ? "doubleRead" : isInHand ? "scanLineInHand" : "scanLine")}
        isBusy={loop.busy !== null}
        value={text}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={onKeyDown}
      />
    </FloorScan>
  );
}
