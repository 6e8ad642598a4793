import {
  ArrowDownToLine,
  ArrowRight,
  ArrowUpFromLine,
  Check,
  IdCard,
  OctagonX,
} from "lucide-react";
import type { ReactNode } from "react";
import { useT } from "~/lib/i18n.ts";
import { BigCard } from "~/ui/big-card.tsx";
import { Button } from "~/ui/button.tsx";
import { useRefusalText, useResolver } from "~/ui/refusal.tsx";
import { Code } from "~/ui/text.tsx";
import { NextMove, VerdictFacts } from "~/ui/verdict.tsx";
import { loadMoveOf } from "../load-guide.ts";
import type { InHand, LoadLoop, Said } from "../load-loop.ts";

interface LoadCardProps {
  loop: LoadLoop;
  carrier: InHand;
  /** What kind of carrier it is. */
  kind: string;
  children: ReactNode;
}

/** The answer to the last scan, read from where the boards are: how many lie on it, what just happened. */
export function LoadCard({ loop, carrier, kind, children }: LoadCardProps) {
  const t = useT("carrier");
  const { said, mode } = loop;
  const on = carrier.units.length;
  const count =
    carrier.capacity === null
      ? t("load.count", { on })
      : t("load.countOf", { on, capacity: carrier.capacity });
  const look = lookOf(said, mode);
  const news = useNews(said);
  const carrierName = [carrier.carrierNo, kind].filter(Boolean).join(" · ");
  return (
    <BigCard
      tone={look.tone}
      icon={look.icon}
      word={count}
      lead={news ? [carrierName, news.state].filter(Boolean).join(" · ") : t(`load.next.${mode}`)}
      subject={news ? news.what : carrier.carrierNo}
      detail={news ? news.how : kind}
    >
      {children}
    </BigCard>
  );
}

function lookOf(said: Said | null, mode: LoadLoop["mode"]) {
  switch (said?.kind) {
    case "LOADED":
      return { tone: "ok", icon: Check } as const;
    case "UNLOADED":
      return { tone: "wait", icon: ArrowUpFromLine } as const;
    case "OPERATOR":
      return { tone: "wait", icon: IdCard } as const;
    default:
      return { tone: "none", icon: mode === "LOAD" ? ArrowDownToLine : ArrowUpFromLine } as const;
  }
}

interface News {
  /** The board, or how many. */
  what: string;
  how: string;
  /** Full, empty. */
  state?: string | false;
}

/** What the last scan did, in the order it is looked for: which board, where, what follows. */
function useNews(said: Said | null): News | null {
  const t = useT("carrier");
  if (said?.kind === "OPERATOR") return { what: said.name, how: t("load.operator") };
  if (said?.kind !== "LOADED" && said?.kind !== "UNLOADED") return null;
  const { units, isUndo } = said;
  const [only] = units.length === 1 ? units : [];
  const what = only?.sn ?? t("load.boards", { count: units.length });
  if (said.kind === "UNLOADED")
    return {
      what,
      how: t(isUndo ? "load.undone" : "load.off"),
      state: said.isEmpty && t("load.empty"),
    };
  const position = only?.position;
  return {
    what,
    how: position ? t("load.at", { position }) : t("load.on"),
    state: said.isFull && t("load.full"),
  };
}

interface LoadRefusalProps {
  said: Extract<Said, { kind: "REFUSED" }>;
  onClose: () => void;
}

/** Why not, what to do, who can help; stays until the next scan. */
export function LoadRefusal({ said, onClose }: LoadRefusalProps) {
  const t = useT("carrier");
  const say = useRefusalText();
  const resolver = useResolver();
  const { refusal, scan, dropped } = said;
  const who = resolver(refusal.resolvedBy);
  const move = loadMoveOf(refusal.code);
  return (
    <BigCard tone="bad" icon={OctagonX} word={t("load.refused")} lead={say(refusal)} subject={scan}>
      <NextMove icon={ArrowRight}>{t(`load.move.${move}`, refusal.context)}</NextMove>
      <VerdictFacts
        items={[
          ...(who ? [[t("load.resolvedBy"), who] as const] : []),
          ...(dropped.length > 0 ? [[t("load.dropped"), dropped.join(", ")] as const] : []),
        ]}
      />
      <div className="flex flex-wrap items-center gap-4">
        <Button size="station" onClick={onClose}>
          {t("load.understood")}
        </Button>
        <Code value={refusal.code} />
      </div>
    </BigCard>
  );
}
