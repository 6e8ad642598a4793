import type { HealthCheck } from "@lineside/domain/health";
import { useT } from "~/lib/i18n.ts";
import { CheckBoard, CheckBox, CheckLine, VitalPath } from "~/ui/vitals.tsx";
import { checksOf, levelOf, type Part, partNames, toneOf, troublesOf } from "../parts.ts";
import { useHealthWords } from "./health-words.ts";
import { partIcons } from "./part-icons.ts";

/** From the machines to the backup: how well each part is. */
export function HealthPath({ checks }: { checks: readonly HealthCheck[] }) {
  const t = useT("health");
  const stops = partNames.map((part) => {
    const own = checksOf(checks, part);
    const count = troublesOf(own).length;
    // Nobody could look at one of them: the rest is well all the same.
    const isUnknown = count === 0 && !own.some(({ level }) => level === "OK");
    return {
      id: `part-${part}`,
      icon: partIcons[part],
      name: t(`part.${part}`),
      tone: count > 0 ? toneOf[levelOf(own)] : isUnknown ? "none" : "ok",
      word: count > 0 ? t("word.troubles", { count }) : t(isUnknown ? "word.unknown" : "word.well"),
    } as const;
  });
  return <VitalPath label={t("path")} stops={stops} />;
}

/** Every check with what it says. */
export function CheckBoxes({ checks }: { checks: readonly HealthCheck[] }) {
  return (
    <CheckBoard>
      {partNames.map((part) => (
        <PartBox key={part} part={part} checks={checksOf(checks, part)} />
      ))}
    </CheckBoard>
  );
}

function PartBox({ part, checks }: { part: Part; checks: readonly HealthCheck[] }) {
  const t = useT("health");
  const words = useHealthWords();
  return (
    <CheckBox id={`part-${part}`} icon={partIcons[part]} name={t(`part.${part}`)}>
      {checks.map((check) => (
        <CheckLine
          key={check.code}
          tone={toneOf[check.level]}
          word={t(`level.${check.level}`)}
          name={words.name(check)}
          sentence={words.sentence(check)}
          trend={check.trend}
        />
      ))}
    </CheckBox>
  );
}
