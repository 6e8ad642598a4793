import type { MonitorAnswer } from "@lineside/domain/ingest";
import { useT } from "~/lib/i18n.ts";
import { KeyValues } from "~/ui/key-values.tsx";
import { Section } from "~/ui/page.tsx";
import { Text } from "~/ui/text.tsx";
import { Ago } from "~/ui/time.tsx";

/** The ways in, and when each was last used. */
export function Doors({ doors }: { doors: MonitorAnswer["doors"] }) {
  const t = useT("ingest");
  return (
    <Section isFramed title={t("doors")} lead={t("doors.lead")}>
      <KeyValues
        isWide
        items={doors.map(({ door, lastAt }) => [
          t(`door.${door}`),
          lastAt ? (
            <Ago key={door} at={lastAt} />
          ) : (
            <Text key={door} isQuiet>
              {t("door.never")}
            </Text>
          ),
        ])}
      />
    </Section>
  );
}
