import type { StepCard } from "@lineside/domain/execution";
import { ArrowRight, OctagonX } from "lucide-react";
import { formatAgo, formatDuration, formatTime } from "~/lib/format.ts";
import { useT } from "~/lib/i18n.ts";
import { useNow } from "~/lib/use-now.ts";
import { useRefusalText, useResolver } from "~/ui/refusal.tsx";
import { useStateText } from "~/ui/status-pill.tsx";
import { Text } from "~/ui/text.tsx";
import { NextMove, VerdictCover, VerdictFacts } from "~/ui/verdict.tsx";
import { divergenceOf } from "../diverged.ts";
import type { Verdict } from "../loop-types.ts";
import { type FactKey, guideOf } from "../refusal-guide.ts";
import { useStepText } from "./step-text.tsx";
import { Understood } from "./understood.tsx";

interface RefusalViewProps {
  verdict: Extract<Verdict, { kind: "REFUSED" }>;
  onClose: () => void;
}

/** Why not, what to do now, who can help; stays until the next scan. */
export function RefusalView({ verdict, onClose }: RefusalViewProps) {
  const t = useT("station");
  const say = useRefusalText();
  const resolver = useResolver();
  const step = useStepText();
  const fact = useFactText();
  const { refusal, scan, dropped } = verdict;
  const { context, code } = refusal;
  const { move, facts } = guideOf(refusal);
  const who = resolver(refusal.resolvedBy);
  const known = context.sn ?? context.panelNo ?? context.carrierNo;
  return (
    <VerdictCover
      tone="bad"
      icon={OctagonX}
      word={t("verdict.refused")}
      subject={typeof known === "string" ? known : scan}
      lead={say(refusal)}
    >
      <NextMove icon={ArrowRight}>
        {t(`next.${move}`, {
          stations: listed(context.rightStations),
          step: step((context.step as StepCard | undefined) ?? null),
          at: context.at,
          line: context.runLine,
          panelNo: context.panelNo,
          carrierNo: context.carrierNo,
        })}
      </NextMove>
      <Strays context={context} />
      <VerdictFacts
        items={[
          ...facts.map(({ key, value }) => [t(`fact.${key}`), fact(key, value)] as const),
          ...(who ? [[t("fact.resolvedBy"), who] as const] : []),
          ...(dropped.length > 0 ? [[t("fact.dropped"), dropped.join(", ")] as const] : []),
        ]}
      />
      <Understood onClose={onClose}>
        <Text isQuiet isSmall>
          {code}
        </Text>
      </Understood>
    </VerdictCover>
  );
}

/** Boards of a panel or carrier that do not stand with the others: which, where they lie, how they stand. */
function Strays({ context }: { context: Record<string, unknown> }) {
  const t = useT("station");
  const stateText = useStateText("unit");
  const found = divergenceOf(context);
  if (!found) return null;
  return (
    <VerdictFacts
      items={found.strays.map(({ sn, position, state, stepNo }) => [
        position === null ? sn : t("stray.at", { sn, position }),
        `${stateText(state)} · ${t("stray.step", { stepNo })}`,
      ])}
    />
  );
}

function useFactText(): (key: FactKey, value: unknown) => string {
  const t = useT("station");
  const step = useStepText();
  const now = useNow(10_000);
  return (key, value) => {
    if (key === "since" && typeof value === "string")
      return `${formatTime(value, "time")} · ${t("common:ago", { duration: formatAgo(value, now) })}`;
    if (key === "overdueMinutes") return formatDuration(Number(value) * 60_000);
    if (key === "nextStep") return step(value as StepCard);
    return listed(value) ?? String(value);
  };
}

const listed = (value: unknown) => (Array.isArray(value) ? value.join(", ") : undefined);
