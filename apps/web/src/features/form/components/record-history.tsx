import type { HistoryEntry, RecordDetail } from "@lineside/domain/form";
import { Ban, CheckCheck, Hourglass, type LucideIcon, Pencil, Save, X } from "lucide-react";
import { useT } from "~/lib/i18n.ts";
import { DiffTable } from "~/ui/diff.tsx";
import { Section } from "~/ui/page.tsx";
import { Text } from "~/ui/text.tsx";
import { Time } from "~/ui/time.tsx";
import { Timeline, TimelineItem } from "~/ui/timeline.tsx";
import { useFieldWords } from "./field-words.ts";

const icons: Record<HistoryEntry["action"], LucideIcon> = {
  OPENED: Hourglass,
  SUBMITTED: Save,
  CORRECTED: Pencil,
  CONFIRMED: CheckCheck,
  REJECTED: X,
  VOIDED: Ban,
};

/** Who wrote, corrected and confirmed it, and what stood there before each change. */
export function RecordHistory({ record }: { record: RecordDetail }) {
  const t = useT("form");
  if (record.history.length === 0) return null;
  return (
    <Section title={t("history")}>
      <Timeline label={t("history")}>
        {record.history.map((entry, at) => (
          <TimelineItem
            // biome-ignore lint/suspicious/noArrayIndexKey: history only grows at its end
            key={at}
            tone={entry.action === "VOIDED" || entry.action === "REJECTED" ? "bad" : "wait"}
            icon={icons[entry.action]}
            title={t(`action.${entry.action}`)}
            when={<Time at={entry.at} style="minute" zone={false} />}
            facts={
              <>
                <Text>{entry.byName}</Text>
                {entry.reason && <Text isQuiet> · {entry.reason}</Text>}
              </>
            }
          >
            <Changed record={record} entry={entry} after={valuesAfter(record, at)} />
          </TimelineItem>
        ))}
      </Timeline>
    </Section>
  );
}

/** What stood there after an entry: before the next one, or now. */
function valuesAfter({ history, values }: RecordDetail, at: number) {
  return history.slice(at + 1).find((entry) => entry.values !== null)?.values ?? values;
}

interface ChangedProps {
  record: RecordDetail;
  entry: HistoryEntry;
  after: RecordDetail["values"];
}

function Changed({ record, entry, after }: ChangedProps) {
  const words = useFieldWords();
  const before = entry.values;
  if (entry.action !== "CORRECTED" || before === null) return null;
  const differences = record.definition.fields.flatMap((field) => {
    const [was, is] = [before[field.key], after[field.key]].map((value) =>
      words.value(field, value),
    );
    return was === is ? [] : [{ field: words.label(field), before: was, after: is }];
  });
  return differences.length > 0 ? <DiffTable differences={differences} /> : null;
}
