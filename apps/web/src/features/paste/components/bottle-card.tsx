import type { PasteBottleAnswer } from "@lineside/domain/solder-paste";
import { Ban, OctagonAlert, RotateCw } from "lucide-react";
import { formatDuration, formatTime } from "~/lib/format.ts";
import { useT } from "~/lib/i18n.ts";
import { useNow } from "~/lib/use-now.ts";
import { BigCard, Countdown } from "~/ui/big-card.tsx";
import { DrainBar } from "~/ui/drain-bar.tsx";
import { useRefusalText } from "~/ui/refusal.tsx";
import { statusOf } from "~/ui/status.ts";
import { useStateText } from "~/ui/status-pill.tsx";
import { clocksOf, deathOf, type LifeClock } from "../life.ts";
import type { Said } from "../loop.ts";
import { useStirring } from "../stirring.ts";
import { useLeadText } from "./lead-text.ts";
import { toRefusedSaid } from "./said-refusal.ts";

interface BottleCardProps {
  answer: PasteBottleAnswer;
  said: Said | null;
  /** A question has the room: what runs out steps back. */
  isAsking: boolean;
  children: React.ReactNode;
}

/** The bottle in hand: what it is, what it may be used for, how long still. */
export function BottleCard({ answer, said, isAsking, children }: BottleCardProps) {
  const { bottle, type } = answer;
  const now = useNow(1000);
  const head = useHead(answer, said);
  const clocks = clocksOf(bottle, type.policy, now);
  return (
    <BigCard {...head} subject={bottle.bottleNo} detail={`${bottle.typeCode} · ${bottle.lotNo}`}>
      {!isAsking && clocks.length > 0 && (
        <div className="flex flex-wrap gap-x-10 gap-y-4">
          {clocks.map((clock) => (
            <LifeCountdown key={clock.kind} clock={clock} />
          ))}
        </div>
      )}
      {children}
    </BigCard>
  );
}

function useHead(answer: PasteBottleAnswer, said: Said | null) {
  const { bottle, type } = answer;
  const t = useT("paste");
  const tErrors = useRefusalText();
  const state = useStateText("bottle");
  const lead = useLeadText();
  const stirring = useStirring(bottle.bottleNo);
  const now = useNow(1000);
  const refused = toRefusedSaid(said);
  if (refused)
    return { tone: "bad" as const, icon: Ban, word: t("refused"), lead: tErrors(refused) };
  const death = deathOf(answer);
  if (death)
    return { tone: "bad" as const, icon: OctagonAlert, word: t("dead"), lead: tErrors(death) };
  if (stirring && bottle.state === "READY") {
    const turnedMs = now - stirring.sinceMs;
    const isEnough = turnedMs >= type.policy.stir.minSeconds * 1000;
    return {
      tone: isEnough ? ("ok" as const) : ("wait" as const),
      icon: RotateCw,
      word: formatDuration(turnedMs),
      lead: t(isEnough ? "stir.enough" : "stir.turning", { seconds: type.policy.stir.minSeconds }),
    };
  }
  const { tone, icon } = statusOf("bottle", bottle.state);
  const isWarned = bottle.warnAt !== null && Date.parse(bottle.warnAt) <= now;
  return {
    tone: isWarned && tone !== "none" ? ("warn" as const) : tone,
    icon,
    word: state(bottle.state),
    lead: lead(bottle, type.policy),
  };
}

/** One clock of a bottle, large. */
export function LifeCountdown({ clock }: { clock: LifeClock }) {
  const t = useT("paste");
  const label = t(`clock.${clock.kind}`);
  const left = clock.leftMs > 0 ? formatDuration(clock.leftMs) : t("over");
  const isBegin = clock.kind === "WARM_UP";
  return (
    <Countdown
      label={label}
      value={left}
      detail={t(isBegin ? "from" : "until", {
        at: formatTime(clock.endsAt, "minute"),
      })}
      bar={<DrainBar isTall left={clock.share} tone={clock.tone} label={`${label}: ${left}`} />}
    />
  );
}
