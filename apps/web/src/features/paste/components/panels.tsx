import type { PasteBottleAnswer } from "@lineside/domain/solder-paste";
import { useQuery } from "@tanstack/react-query";
import { Refrigerator, Warehouse } from "lucide-react";
import { useT } from "~/lib/i18n.ts";
import { useNow } from "~/lib/use-now.ts";
import { BigAction, BigActions } from "~/ui/big-action.tsx";
import { Button } from "~/ui/button.tsx";
import { Choosable } from "~/ui/choosable.tsx";
import { DrainBar } from "~/ui/drain-bar.tsx";
import { FloorPanel } from "~/ui/floor.tsx";
import { Notice } from "~/ui/notice.tsx";
import { fridgesQuery, linesQuery } from "../api/choices.ts";
import { actionIcon } from "../icons.ts";
import { endStirring, useStirring } from "../stirring.ts";
import { suits } from "../suits.ts";
import type { PasteLoop } from "../use-paste-loop.ts";
import { ReasonPanel } from "./reason-panel.tsx";

interface PanelProps {
  answer: PasteBottleAnswer;
  loop: PasteLoop;
}

/** What a step still needs from the person, in place of the buttons. */
export function Panel({ answer, loop }: PanelProps) {
  const t = useT("paste");
  const { asking } = loop.hand;
  const { bottleNo, lineCode } = answer.bottle;
  const cancel = () => loop.tell({ type: "CANCELLED" });
  switch (asking?.for) {
    case "SCRAP":
      return (
        <ReasonPanel
          title={t("scrap.title")}
          quick={[t("scrap.dry"), t("scrap.old"), t("scrap.dirty"), t("scrap.damaged")]}
          label={t("action.SCRAP")}
          isDanger
          isBusy={loop.isBusy}
          onGive={(reason) => void loop.perform({ action: "SCRAP", bottleNo, reason })}
          onCancel={cancel}
        />
      );
    case "OVERRIDE": {
      const { action } = asking;
      return (
        <OverridePanel
          loop={loop}
          onGive={(reason) =>
            void loop.perform({
              action,
              bottleNo,
              reason,
              lineCode: action === "BIND" ? (loop.lineCode ?? undefined) : (lineCode ?? undefined),
            })
          }
        />
      );
    }
    case "STIR":
      return <StirPanel answer={answer} loop={loop} />;
    case "LINE":
      return <LinePanel loop={loop} />;
    case "FRIDGE":
      return <FridgePanel answer={answer} loop={loop} action={asking.action} />;
    default:
      return null;
  }
}

/** Passing by the bottle whose turn it is: allowed to few, and never without saying why. */
export function OverridePanel({
  loop,
  onGive,
}: {
  loop: PasteLoop;
  onGive: (reason: string) => void;
}) {
  const t = useT("paste");
  return (
    <ReasonPanel
      title={t("override.title")}
      quick={[t("override.missing"), t("override.lot"), t("override.damaged")]}
      label={t("override.button")}
      isBusy={loop.isBusy}
      onGive={onGive}
      onCancel={() => loop.tell({ type: "CANCELLED" })}
    />
  );
}

/** The mixer turns: its time runs here, or is told when it was measured elsewhere. */
function StirPanel({ answer, loop }: PanelProps) {
  const t = useT("paste");
  const { bottleNo } = answer.bottle;
  const { minSeconds } = answer.type.policy.stir;
  const stirring = useStirring(bottleNo);
  const now = useNow(1000);
  const turned = stirring ? Math.max(0, (now - stirring.sinceMs) / 1000) : 0;
  const missing = Math.max(0, Math.ceil(minSeconds - turned));
  const stop = () => {
    endStirring(bottleNo);
    loop.tell({ type: "CANCELLED" });
  };
  return (
    <FloorPanel title={t("stir.title")}>
      <DrainBar
        isTall
        left={minSeconds > 0 ? missing / minSeconds : 0}
        tone={missing > 0 ? "wait" : "ok"}
        label={t("stir.turning", { seconds: minSeconds })}
      />
      <BigActions label={t("stir.title")}>
        <BigAction
          number={1}
          icon={actionIcon("STIR")}
          label={t("action.STIR_END")}
          detail={missing > 0 ? t("stir.missing", { count: missing }) : t("stir.enough")}
          isNext
          isBusy={loop.isBusy}
          onPress={() => loop.act("STIR")}
        />
      </BigActions>
      <p>{t("stir.elsewhere")}</p>
      <div className="flex flex-wrap gap-3">
        {stirTimes(minSeconds).map((seconds) => (
          <Button
            key={seconds}
            size="station"
            onClick={() => void loop.perform({ action: "STIR", bottleNo, seconds })}
          >
            {t("seconds", { seconds })}
          </Button>
        ))}
        <Button size="station" look="quiet" onClick={stop}>
          {t("stir.cancel")}
        </Button>
      </div>
    </FloorPanel>
  );
}

/** The usual programs of a mixer, and what the type asks for at least. */
function stirTimes(minSeconds: number): number[] {
  const usual = [60, 120, 180, 300];
  return [...new Set([minSeconds, ...usual.filter((seconds) => seconds > minSeconds)])]
    .filter((seconds) => seconds > 0)
    .slice(0, 4);
}

function LinePanel({ loop }: { loop: PasteLoop }) {
  const t = useT("paste");
  const { data: lines = [] } = useQuery(linesQuery);
  return (
    <FloorPanel title={t("line.ask")} lead={t("line.askHint")}>
      <div className="grid grid-cols-[repeat(auto-fill,minmax(min(100%,15rem),1fr))] gap-3">
        {lines.map(({ code, name }, at) => (
          <Choosable
            key={code}
            number={at + 1}
            name={code}
            detail={name}
            onChoose={() => loop.place({ kind: "LINE", code })}
          />
        ))}
      </div>
    </FloorPanel>
  );
}

interface FridgePanelProps extends PanelProps {
  action: "STORE" | "RETURN";
}

function FridgePanel({ answer, loop, action }: FridgePanelProps) {
  const t = useT("paste");
  const { data = [] } = useQuery(fridgesQuery);
  const { bottle, type } = answer;
  const fit = data.filter((fridge) => fridge.isActive && suits(fridge, type.policy));
  const isReturn = action === "RETURN";
  const { storageMinC: min, storageMaxC: max } = type.policy;
  return (
    <FloorPanel title={t(isReturn ? "fridge.return" : "fridge.ask")} lead={t("fridge.askHint")}>
      {fit.length === 0 && <Notice tone="warn" title={t("fridge.noneFits", { min, max })} />}
      <BigActions label={t("fridge.ask")}>
        {fit.map(({ code, name }, at) => (
          <BigAction
            key={code}
            number={at + 1}
            icon={Refrigerator}
            label={code}
            detail={name}
            isNext={code === loop.fridge?.code}
            isDisabled={loop.isBusy}
            onPress={() => loop.place({ kind: "FRIDGE", code })}
          />
        ))}
        {isReturn && (
          <BigAction
            number={fit.length + 1}
            icon={Warehouse}
            label={t("fridge.shelf")}
            detail={t("fridge.shelfHint")}
            isDisabled={loop.isBusy}
            onPress={() => void loop.perform({ action, bottleNo: bottle.bottleNo })}
          />
        )}
      </BigActions>
    </FloorPanel>
  );
}
