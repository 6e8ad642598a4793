import type { VersionChange } from "@lineside/domain/routing";
import { ArrowUpDown, Minus, Pencil, Plus } from "lucide-react";
import { useT } from "~/lib/i18n.ts";
import { BeforeAfter } from "~/ui/before-after.tsx";
import { Section } from "~/ui/page.tsx";
import { useStationTypeText } from "~/ui/station-type.tsx";
import { Badge } from "~/ui/status-pill.tsx";
import { Text } from "~/ui/text.tsx";
import { type ItemRule, useItemText } from "./words.ts";

interface ChangeListProps {
  changes: readonly VersionChange[];
  /** What the steps are called, by the number the change has. */
  nameOf: (change: VersionChange) => string | null;
}

const icons = { ADDED: Plus, REMOVED: Minus, MOVED: ArrowUpDown, CHANGED: Pencil };

/** What changed, step by step, as an engineer would say it. */
export function ChangeList({ changes, nameOf }: ChangeListProps) {
  const t = useT("route");
  const say = useChangeText();
  const groups = Map.groupBy(changes, (change) => `${change.stepNo} ${nameOf(change)}`);
  return (
    <div className="flex flex-col gap-4">
      {[...groups].map(([key, own]) => {
        const [first] = own as [VersionChange];
        const title =
          first.stepNo === null
            ? t("wholeRoute")
            : t("stepAt", { no: first.stepNo, operation: nameOf(first) });
        return (
          <Section key={key} title={title} isFramed>
            <ul className="flex flex-col gap-2">
              {own.map((change) => (
                <li
                  key={`${change.kind} ${change.field}`}
                  className="flex flex-wrap items-baseline gap-x-3 gap-y-1"
                >
                  <Badge icon={icons[change.kind]}>{t(`kind.${change.kind}`)}</Badge>
                  <Text>{say(change).label}</Text>
                  <BeforeAfter before={say(change).before} after={say(change).after} />
                </li>
              ))}
            </ul>
          </Section>
        );
      })}
    </div>
  );
}

interface Said {
  label: string;
  before?: string;
  after?: string;
}

function useChangeText(): (change: VersionChange) => Said {
  const t = useT("route");
  const itemText = useItemText();
  const valueText = useValueText();
  return ({ kind, field, before, after }) => {
    const isNew = kind === "ADDED";
    if (field === "step") return { label: t(isNew ? "diff.stepNew" : "diff.stepGone") };
    if (field === "ingestMapping") return { label: t(`diff.mapping.${kind}`) };
    const [noun, code, part] = field.split(".");
    if (noun === "ingestMapping")
      return {
        label: t("diff.mapping", { field: field.slice("ingestMapping.".length) }),
        before: valueText(field, before),
        after: valueText(field, after),
      };
    if (noun === "captureItems" && part === undefined) {
      const label = t("diff.item", { code });
      return isNew
        ? { label, after: itemText(after as ItemRule) }
        : { label, before: itemText(before as ItemRule) };
    }
    const name = part ?? field;
    const label = part === undefined ? t(`diff.${field}`) : `${code} · ${t(`diff.item.${part}`)}`;
    return { label, before: valueText(name, before), after: valueText(name, after) };
  };
}

function useValueText(): (field: string, value: unknown) => string {
  const t = useT("route");
  const tWords = useT("words");
  const typeText = useStationTypeText();
  return (field, value) => {
    if (value === null || value === undefined || value === "") return t("nothing");
    if (typeof value === "boolean") return t(value ? "value.yes" : "value.no");
    if (field === "stationType") return typeText(String(value));
    if (field === "dataType") return t(`dataType.${value}`);
    if (field === "onBreach") return t(`breach.${value}`);
    if (!Array.isArray(value)) return String(value);
    if (value.length === 0) return t("nothing");
    const isTraits = field === "operation.traits";
    return value.map((each) => (isTraits ? tWords(`trait.${each}`) : String(each))).join(", ");
  };
}
