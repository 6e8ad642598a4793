import type { EventFilter, RuleInput } from "@lineside/domain/time-rule";
import { type Language, type Translate, useT, useTIn } from "~/lib/i18n.ts";

/** What a sentence needs of a rule, also of one that is still being typed. */
export type RuleWords = Pick<
  RuleInput,
  | "subjectType"
  | "durationMinutes"
  | "warningMinutes"
  | "startWhen"
  | "endWhen"
  | "scope"
  | "scopeKey"
  | "onExpiry"
>;

/** `4 h`, `1 h 30 min`: a limit is written out, never rounded. */
export function useMinutesText(): (minutes: number) => string {
  const t = useT("time-rule");
  return (minutes) => minutesText(t, minutes);
}

/** The rule as one sentence, in every language of the plant: who writes it must mean both. */
export function useRuleSentences(rule: RuleWords): { lang: Language; text: string }[] {
  const lang: Language = "en";
  const other: Language = "zh-CN";
  return [
    { lang, text: useSentence(lang, rule) },
    { lang: other, text: useSentence(other, rule) },
  ];
}

/** The rule as one sentence in the reader's language. */
export function useRuleSentence(): (rule: RuleWords) => string {
  const t = useT("time-rule");
  const tWords = useT("words");
  return (rule) => sentenceOf(rule, { t, tWords });
}

function useSentence(language: Language, rule: RuleWords): string {
  const t = useTIn(language, "time-rule");
  const tWords = useTIn(language, "words");
  return sentenceOf(rule, { t, tWords });
}

interface Texts {
  t: Translate;
  tWords: Translate;
}

function sentenceOf(rule: RuleWords, texts: Texts): string {
  const { t } = texts;
  const { warningMinutes } = rule;
  const values = {
    start: whenText(rule.startWhen, texts),
    end: whenText(rule.endWhen, texts),
    duration: minutesText(t, rule.durationMinutes),
    warning: minutesText(t, warningMinutes),
    after: t(`after.${rule.onExpiry}.${rule.subjectType}`),
  };
  const sentence = warningMinutes > 0 ? t("sentence", values) : t("sentence.unwarned", values);
  if (rule.scope === "GLOBAL") return sentence;
  return t(`sentence.${rule.scope}`, { key: rule.scopeKey || "…", sentence });
}

/** `a passed reflow or optical inspection`, `the track-in at wash`, `opening the bottle`. */
function whenText({ events, traits, results }: EventFilter, { t, tWords }: Texts): string {
  if (events.length === 0) return "…";
  const places = traits.map((trait) => midSentence(tWords(`trait.${trait}`)));
  const where = places.length > 0 ? either(places, t) : t("anyOperation");
  const phrases = events.map((event) => {
    const isJudged = event === "unit.trackedOut" && results.length === 1;
    if (!isJudged) return t(`when.${event}`, { where });
    return places.length > 0
      ? t(`when.${event}.${results[0]}`, { where })
      : t(`when.any.${results[0]}`);
  });
  return either(phrases, t);
}

/** `a, b or c` */
function either(phrases: string[], t: Translate): string {
  const last = phrases.at(-1) ?? "";
  if (phrases.length < 2) return last;
  return phrases.slice(0, -1).join(t("comma")) + t("or") + last;
}

/** Optical inspection becomes optical inspection, AOI and X-ray stay what they are. */
function midSentence(words: string): string {
  return /^[A-Z][a-z]/.test(words) ? words[0]!.toLowerCase() + words.slice(1) : words;
}

function minutesText(t: Translate, minutes: number): string {
  const hours = Math.floor(minutes / 60);
  const rest = minutes % 60;
  if (hours === 0) return t("minutes", { minutes: rest });
  return rest === 0 ? t("hours", { hours }) : t("hoursMinutes", { hours, minutes: rest });
}
