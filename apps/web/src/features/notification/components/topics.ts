import { useT } from "~/lib/i18n.ts";

/** What notices are about; a channel carries all of them or those that are ticked. */
export const topics = [
  "clock",
  "paste",
  "fridge",
  "readiness",
  "form",
  "equipment",
  "job",
  "backup",
  "health",
] as const;

/** `clock` and `clock.expired` as people say it; a topic of another release keeps its own name. */
export function useTopicText(): (topic: string) => string {
  const t = useT("notification");
  return (topic) => {
    const text = t(`topic.${topic}`);
    return text === `topic.${topic}` ? topic : text;
  };
}
