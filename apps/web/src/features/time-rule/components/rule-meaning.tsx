import type { RuleInput, RuleRow } from "@lineside/domain/time-rule";
import { useFormContext, useWatch } from "react-hook-form";
import { useLocalName, useT } from "~/lib/i18n.ts";
import { Bilingual } from "~/ui/bilingual.tsx";
import { Section } from "~/ui/page.tsx";
import { Ranking } from "~/ui/ranking.tsx";
import { inFamilies } from "../families.ts";
import { useMinutesText, useRuleSentences } from "../sentence.ts";

interface RuleMeaningProps {
  row: RuleRow | null;
  rules: RuleRow[];
}

/** What the rule says as it is typed, in both languages, and where it stands in its family. */
export function RuleMeaning({ row, rules }: RuleMeaningProps) {
  const t = useT("time-rule");
  const { control } = useFormContext<RuleInput>();
  const typed = useWatch({ control }) as RuleInput;
  const sentences = useRuleSentences(typed);
  return (
    <>
      <Bilingual texts={sentences} />
      {typed.family !== "" && (
        <Section title={t("whichWins")} lead={t("whichWinsLead")}>
          <Family typed={{ ...typed, code: row?.code ?? typed.code }} rules={rules} />
        </Section>
      )}
    </>
  );
}

function Family({ typed, rules }: { typed: RuleInput; rules: RuleRow[] }) {
  const t = useT("time-rule");
  const local = useLocalName();
  const minutes = useMinutesText();
  const others = rules.filter(({ family, code }) => family === typed.family && code !== typed.code);
  const family = inFamilies<RuleInput>([typed, ...others]);
  const inPlay = family.toSorted((a, b) => Number(b.isActive) - Number(a.isActive));
  return (
    <Ranking
      label={t("whichWins")}
      rows={inPlay.map((rule) => ({
        key: rule.code || "new",
        isOwn: rule === typed,
        isOut: !rule.isActive,
        lead: `${t(`scope.${rule.scope}`)} ${rule.scopeKey} · ${minutes(rule.durationMinutes)} · ${local(rule) || t("thisRule")}`,
        detail: rule.isActive ? t("priorityIs", { priority: rule.priority }) : t("switchedOff"),
      }))}
    />
  );
}
