import type { PasteAction, PasteBottleAnswer } from "@lineside/domain/solder-paste";
import { Lock } from "lucide-react";
import { formatDuration, formatTime } from "~/lib/format.ts";
import { useT } from "~/lib/i18n.ts";
import { useMay } from "~/lib/session.ts";
import { useNow } from "~/lib/use-now.ts";
import { BigAction, BigActions, ClosedAction } from "~/ui/big-action.tsx";
import { Button } from "~/ui/button.tsx";
import { Notice } from "~/ui/notice.tsx";
import { useRefusalText } from "~/ui/refusal.tsx";
import { useWhyNot } from "~/ui/why-not.ts";
import { actionIcon } from "../icons.ts";
import { type ClosedChoice, choicesOf } from "../life.ts";
import { useStirring } from "../stirring.ts";
import type { PasteLoop } from "../use-paste-loop.ts";
import { takeFirstOf } from "./said-refusal.ts";

interface BottleActionsProps {
  answer: PasteBottleAnswer;
  loop: PasteLoop;
}

/** What may be done now as large buttons; below, what may not, why, and from when. */
export function BottleActions({ answer, loop }: BottleActionsProps) {
  const t = useT("paste");
  const whyNot = useWhyNot();
  const may = useMay("paste:handle");
  const { open, closed, next } = choicesOf(answer.bottle, answer.actions);
  const detail = useDetail(answer, loop);
  const label = useActionLabel(answer);
  if (!may) return open.length > 0 && <Notice tone="wait" title={whyNot("paste:handle")} />;
  return (
    <>
      {open.length > 0 && (
        <BigActions label={t("actions")}>
          {open.map(({ action }, at) => (
            <BigAction
              key={action}
              number={at + 1}
              icon={actionIcon(action)}
              label={label(action)}
              detail={detail(action)}
              isNext={action === next}
              isDanger={action === "SCRAP"}
              isDisabled={loop.isBusy}
              onPress={() => loop.act(action)}
            />
          ))}
        </BigActions>
      )}
      {closed.length > 0 && (
        <section aria-label={t("closed")}>
          <ul className="flex flex-col">
            {closed.map((choice) => (
              <Closed key={choice.actions.join()} choice={choice} loop={loop} />
            ))}
          </ul>
        </section>
      )}
    </>
  );
}

function useActionLabel({ bottle }: PasteBottleAnswer): (action: PasteAction) => string {
  const t = useT("paste");
  const stirring = useStirring(bottle.bottleNo);
  return (action) => {
    const isEnding = action === "STIR" && stirring;
    return isEnding ? t("action.STIR_END") : t(`action.${action}`);
  };
}

/** Where it goes, how long it takes: what a hand wants to know before it presses. */
function useDetail({ type }: PasteBottleAnswer, { fridge }: PasteLoop) {
  const t = useT("paste");
  const { policy } = type;
  return (action: PasteAction): string | null => {
    if (action === "STORE") return fridge ? `→ ${fridge.code}` : t("detail.chooseFridge");
    if (action === "TAKE_OUT")
      return t("detail.takeOut", { duration: formatDuration(policy.thawMinMinutes * 60_000) });
    if (action === "STIR") return t("detail.stir", { seconds: policy.stir.minSeconds });
    if (action === "OPEN" && policy.openLifeMinutes)
      return t("detail.open", { duration: formatDuration(policy.openLifeMinutes * 60_000) });
    if (action === "BIND") return t("detail.bind");
    return null;
  };
}

function Closed({ choice, loop }: { choice: ClosedChoice; loop: PasteLoop }) {
  const t = useT("paste");
  const say = useRefusalText();
  const mayOverride = useMay("paste:override");
  const now = useNow(1000);
  const { actions, refusal, from } = choice;
  const [first = "OPEN"] = actions;
  const takeFirst = takeFirstOf(refusal);
  const labels = actions.map((action) => t(`action.${action}`)).join(" · ");
  return (
    <ClosedAction
      icon={from || takeFirst ? actionIcon(first) : Lock}
      label={labels}
      why={
        from
          ? t("closed.inTime", { duration: formatDuration(Date.parse(from) - now) })
          : say(refusal)
      }
      from={from && t("from", { at: formatTime(from, "minute") })}
    >
      {takeFirst && mayOverride && (
        <Button
          size="large"
          onClick={() => loop.tell({ type: "ASKED", asking: { for: "OVERRIDE", action: first } })}
        >
          {t("override.button")}
        </Button>
      )}
    </ClosedAction>
  );
}
