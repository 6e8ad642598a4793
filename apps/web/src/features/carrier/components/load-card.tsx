import { ArrowRight, Check, IdCard, LogOut, OctagonX, PackageOpen, UserRound } from "lucide-react";
import type { ReactNode } from "react";
import { useT } from "~/lib/i18n.ts";
import { BigCard } from "~/ui/big-card.tsx";
import { Button } from "~/ui/button.tsx";
import { useRefusalText, useResolver } from "~/ui/refusal.tsx";
import { Code } from "~/ui/text.tsx";
import { NextMove, VerdictFacts } from "~/ui/verdict.tsx";
import type { InHand, LoadLoop, Lying, Said } from "../load-loop.ts";

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
  return (
    <BigCard
      tone={look.tone}
      icon={look.icon}
      word={count}
      lead={<Lead loop={loop} />}
      subject={carrier.carrierNo}
      detail={kind}
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
      return { tone: "wait", icon: LogOut } as const;
    case "OPERATOR":
      return { tone: "wait", icon: IdCard } as const;
    default:
      return { tone: "none", icon: mode === "LOAD" ? PackageOpen : LogOut } as const;
  }
}

function Lead({ loop }: { loop: LoadLoop }) {
  const t = useT("carrier");
  const { said, mode } = loop;
  if (said?.kind === "LOADED") {
    const text = whatOf(said.units, (count) => t("load.boards", { count }));
    const where = said.units.length === 1 ? said.units[0]?.position : null;
    const placed = where ? t("load.at", { text, position: where }) : t("load.on", { text });
    return said.isFull ? `${placed} · ${t("load.full")}` : placed;
  }
  if (said?.kind === "UNLOADED") {
    const text = whatOf(said.units, (count) => t("load.boards", { count }));
    const off = t(said.isUndo ? "load.undone" : "load.off", { text });
    return said.isEmpty ? `${off} · ${t("load.empty")}` : off;
  }
  if (said?.kind === "OPERATOR") return t("load.operator", { name: said.name });
  return t(`load.next.${mode}`);
}

const whatOf = (units: readonly Lying[], boards: (count: number) => string) =>
  units.length === 1 ? (units[0]?.sn ?? "") : boards(units.length);

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
  const other = refusal.code === "UNIT_ON_CARRIER" ? refusal.context.carrierNo : null;
  return (
    <BigCard tone="bad" icon={OctagonX} word={t("load.refused")} lead={say(refusal)} subject={scan}>
      {typeof other === "string" && (
        <NextMove icon={ArrowRight}>{t("load.takeOffFirst", { carrierNo: other })}</NextMove>
      )}
      {who && <NextMove icon={UserRound}>{t("common:refusal.resolvedBy", { who })}</NextMove>}
      {dropped.length > 0 && (
        <VerdictFacts items={[[t("load.dropped"), dropped.join(", ")] as const]} />
      )}
      <div className="flex flex-wrap items-center gap-4">
        <Button size="station" onClick={onClose}>
          {t("load.understood")}
        </Button>
        <Code value={refusal.code} />
      </div>
    </BigCard>
  );
}
