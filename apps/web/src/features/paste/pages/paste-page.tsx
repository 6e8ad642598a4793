import { useSearch } from "@tanstack/react-router";
import { CircleHelp, ScanBarcode } from "lucide-react";
import { type KeyboardEvent, useEffect, useRef, useState } from "react";
import { useHomeFocus, useLoneKey } from "~/lib/floor-keys.ts";
import { useT } from "~/lib/i18n.ts";
import { useScan } from "~/lib/scanner.ts";
import { BigCard } from "~/ui/big-card.tsx";
import { Floor, FloorBody, Prompt } from "~/ui/floor.tsx";
import { Refusal } from "~/ui/refusal.tsx";
import { ScanLine } from "~/ui/scan-line.tsx";
import { Loading } from "~/ui/skeleton.tsx";
import { BottleActions } from "../components/bottle-actions.tsx";
import { BottleCard } from "../components/bottle-card.tsx";
import { CommandLabels } from "../components/command-labels.tsx";
import { FloorSide } from "../components/floor-side.tsx";
import { Panel } from "../components/panels.tsx";
import { PlaceStrip } from "../components/place-strip.tsx";
import { RefusedPanel } from "../components/refused-panel.tsx";
import { SaidLine } from "../components/said-line.tsx";
import { type PasteLoop, usePasteLoop } from "../use-paste-loop.ts";

/** At the fridge and at the printer: scan a bottle, see what may be done with it, do it. */
export function PastePage() {
  const loop = usePasteLoop();
  const root = useRef<HTMLDivElement>(null);
  const [isLabels, setLabels] = useState(false);
  const { bottleNo, said, asking } = loop.hand;
  useTitle();
  useFirstBottle(loop);
  useScan(async (text) => {
    setLabels(false);
    await loop.scan(text);
    return true;
  });
  useLoneKey((key) => {
    root.current?.querySelector<HTMLButtonElement>(`[data-key="${key}"]:enabled`)?.click();
  }, /^[1-9]$/);
  useEscape(() => loop.tell({ type: "CANCELLED" }));
  useHomeFocus(root, [bottleNo, said?.at, asking?.for].join());
  return (
    <Floor ref={root}>
      <PlaceStrip loop={loop} onLabels={() => setLabels((isShown) => !isShown)} />
      <FloorBody side={<FloorSide loop={loop} />}>
        <SaidLine said={said} />
        {isLabels ? <CommandLabels /> : <Work loop={loop} />}
        <div className="mt-auto">
          <ScanField loop={loop} />
        </div>
      </FloorBody>
    </Floor>
  );
}

function useTitle(): void {
  const t = useT("paste");
  const title = t("title");
  useEffect(() => {
    document.title = `${title} · Lineside`;
  }, [title]);
}

/** A link may name the bottle to begin with. */
function useFirstBottle(loop: PasteLoop): void {
  const { bottle } = useSearch({ from: "/_app/paste/" });
  const { tell } = loop;
  useEffect(() => {
    if (bottle) tell({ type: "TAKEN", bottleNo: bottle });
  }, [bottle, tell]);
}

function useEscape(cancel: () => void): void {
  const latest = useRef(cancel);
  latest.current = cancel;
  useEffect(() => {
    const hear = (event: globalThis.KeyboardEvent) => {
      if (event.key === "Escape" && !event.defaultPrevented) latest.current();
    };
    addEventListener("keydown", hear);
    return () => removeEventListener("keydown", hear);
  }, []);
}

/** The middle of the screen: the bottle in hand, or what to do first. */
function Work({ loop }: { loop: PasteLoop }) {
  const t = useT("paste");
  const { hand, answer } = loop;
  const { said, asking, bottleNo } = hand;
  const isTooEarly = said?.at === "NO_BOTTLE";
  if (said?.at === "UNREAD")
    return (
      <BigCard
        tone="bad"
        icon={CircleHelp}
        word={t("unread")}
        lead={t("unreadHint")}
        subject={said.text}
      >
        {said.error && <Refusal error={said.error} />}
      </BigCard>
    );
  if (bottleNo === null)
    return (
      <Prompt icon={ScanBarcode} title={t("prompt")}>
        {isTooEarly ? t("bottleFirst") : t("promptHint")}
      </Prompt>
    );
  if (answer.error && !answer.data)
    return <Refusal error={answer.error} onRetry={() => void answer.refetch()} />;
  if (!answer.data) return <Loading lines={6} />;
  return (
    <BottleCard
      answer={answer.data}
      said={said}
      isAsking={asking !== null || said?.at === "REFUSED"}
    >
      {said?.at === "REFUSED" ? (
        <RefusedPanel loop={loop} />
      ) : asking ? (
        <Panel answer={answer.data} loop={loop} />
      ) : (
        <BottleActions answer={answer.data} loop={loop} />
      )}
    </BottleCard>
  );
}

/** For labels no scanner can read. */
function ScanField({ loop }: { loop: PasteLoop }) {
  const t = useT("paste");
  const [text, setText] = useState("");
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== "Enter" || text.trim() === "") return;
    event.preventDefault();
    setText("");
    void loop.scan(text.trim());
  };
  return (
    <ScanLine
      data-home=""
      data-lone=""
      aria-label={t("scanLine")}
      placeholder={t("scanLine")}
      isBusy={loop.isBusy || loop.answer.isFetching}
      value={text}
      onChange={(event) => setText(event.target.value)}
      onKeyDown={onKeyDown}
    />
  );
}
