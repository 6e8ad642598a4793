import type { Evidence } from "@lineside/domain/readiness";
import { useT } from "~/lib/i18n.ts";
import { TextLink } from "~/ui/link.tsx";
import { Text } from "~/ui/text.tsx";
import { Time } from "~/ui/time.tsx";

/** What was seen, when and by whom; each leads to its own page. */
export function EvidenceList({ evidence }: { evidence: readonly Evidence[] }) {
  const t = useT("readiness");
  if (evidence.length === 0) return null;
  return (
    <ul className="flex flex-wrap gap-x-4 gap-y-0.5">
      {evidence.map((seen) => (
        <li key={`${seen.kind}${seen.key}`}>
          <Text isQuiet isSmall className="inline-flex flex-wrap items-baseline gap-x-1.5">
            <span>{t(`evidence.${seen.kind}`)}</span>
            {seen.link ? (
              <TextLink to={seen.link as "/"} className="underline">
                {seen.label}
              </TextLink>
            ) : (
              <span>{seen.label}</span>
            )}
            {seen.at && <Time at={seen.at} style="minute" zone={false} />}
            {seen.byName}
          </Text>
        </li>
      ))}
    </ul>
  );
}
