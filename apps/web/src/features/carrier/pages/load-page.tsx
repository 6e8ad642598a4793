import { useSearch } from "@tanstack/react-router";
import { Layers, QrCode, ScanBarcode, Undo2 } from "lucide-react";
import { type KeyboardEvent, useEffect, useRef, useState } from "react";
import { nowMs } from "~/lib/clock.ts";
import { noteOutbox } from "~/lib/connection.ts";
import { useHomeFocus, useLoneKey } from "~/lib/floor-keys.ts";
import { useT } from "~/lib/i18n.ts";
import { useScan } from "~/lib/scanner.ts";
import { Button } from "~/ui/button.tsx";
import { Floor, FloorBody, FloorScan, FloorStrip, PlaceName, Prompt } from "~/ui/floor.tsx";
import { FloorOperator } from "~/ui/floor-operator.tsx";
import { ButtonLink } from "~/ui/link.tsx";
import { ScanLine } from "~/ui/scan-line.tsx";
import { Slots } from "~/ui/slots.tsx";
import { LoadActions } from "../components/load-actions.tsx";
import { LoadCard, LoadRefusal } from "../components/load-card.tsx";
import { LoadLabels } from "../components/load-labels.tsx";
import { LoadSide } from "../components/load-side.tsx";
import { slotsOf } from "../slots.ts";
import { type LoadPageLoop, useLoadLoop } from "../use-load-loop.ts";

/** Scan the carrier, then its boards one after the other: for gloves and a wedge scanner. */
export function LoadPage() {
  const page = useLoadLoop();
  const { loop, tell } = page;
  const root = useRef<HTMLDivElement>(null);
  const [isLabels, setLabels] = useState(false);
  const t = useT("carrier");
  useTitle();
  useOfflineNote();
  useFirstCarrier(tell);
  useScan((text) => {
    setLabels(false);
    tell({ type: "SCANNED", text, atMs: nowMs() });
    return true;
  });
  useLoneKey((key) => {
    root.current?.querySelector<HTMLButtonElement>(`[data-key="${key}"]:enabled`)?.click();
  }, /^[1-4]$/);
  useEscape(() => tell({ type: "CANCEL" }));
  useHomeFocus(root, [loop.carrier?.carrierNo, loop.said?.no, loop.isAskingAll].join());
  return (
    <Floor ref={root}>
      <FloorStrip>
        <PlaceName name={t("load.title")} detail="" />
        <span className="ms-auto flex flex-wrap items-center gap-2">
          {loop.carrier && (
            <Button icon={Undo2} onClick={() => tell({ type: "CANCEL" })}>
              {t("load.putDown")}
            </Button>
          )}
          <Button look="quiet" icon={QrCode} onClick={() => setLabels((isShown) => !isShown)}>
            {t("labels")}
          </Button>
          <ButtonLink to="/carriers" look="quiet" icon={Layers}>
            {t("title")}
          </ButtonLink>
        </span>
        <FloorOperator />
      </FloorStrip>
      <FloorBody side={<LoadSide page={page} />}>
        {isLabels ? <LoadLabels /> : <Work page={page} />}
        <FloorScan>
          <ScanField page={page} />
        </FloorScan>
      </FloorBody>
    </Floor>
  );
}

/** The middle of the screen: the carrier in hand, or what to scan first. */
function Work({ page: { loop, tell, answer } }: { page: LoadPageLoop }) {
  const t = useT("carrier");
  const { carrier, said } = loop;
  const refused = said?.kind === "REFUSED" && (
    <LoadRefusal said={said} onClose={() => tell({ type: "CANCEL" })} />
  );
  if (!carrier)
    return (
      refused || (
        <Prompt icon={ScanBarcode} title={t("load.prompt")}>
          {t("load.promptHint")}
        </Prompt>
      )
    );
  const fresh = said?.kind === "LOADED" ? said.units : [];
  return (
    <>
      {refused || (
        <LoadCard loop={loop} carrier={carrier} kind={answer ? t(`kind.${answer.kind}`) : ""}>
          <LoadActions loop={loop} carrier={carrier} tell={tell} />
        </LoadCard>
      )}
      {!loop.isAskingAll && (
        <Slots
          label={t("places", { carrierNo: carrier.carrierNo })}
          slots={slotsOf(carrier, fresh)}
        />
      )}
    </>
  );
}

/** For labels no scanner can read. */
function ScanField({ page: { loop, tell } }: { page: LoadPageLoop }) {
  const t = useT("carrier");
  const [text, setText] = useState("");
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== "Enter" || text.trim() === "") return;
    event.preventDefault();
    setText("");
    tell({ type: "SCANNED", text: text.trim(), atMs: nowMs() });
  };
  const says = t(`load.scan.${loop.carrier ? loop.mode : "NONE"}`);
  return (
    <ScanLine
      data-home=""
      data-lone=""
      aria-label={says}
      placeholder={says}
      isBusy={loop.busy !== null}
      value={text}
      onChange={(event) => setText(event.target.value)}
      onKeyDown={onKeyDown}
    />
  );
}

function useTitle(): void {
  const t = useT("carrier");
  const title = t("load.title");
  useEffect(() => {
    document.title = `${title} · Lineside`;
  }, [title]);
}

/** Nothing is kept here while the server is away: what lies where has to be known to all. */
function useOfflineNote(): void {
  const t = useT("carrier");
  const allowed = t("load.offline");
  useEffect(() => {
    noteOutbox({ count: 0, allowed });
    return () => noteOutbox({ count: 0, allowed: null });
  }, [allowed]);
}

/** A link may name the carrier to begin with. */
function useFirstCarrier(tell: LoadPageLoop["tell"]): void {
  const { carrier } = useSearch({ from: "/_app/load" });
  useEffect(() => {
    if (carrier) tell({ type: "TAKEN", carrierNo: carrier });
  }, [carrier, tell]);
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
