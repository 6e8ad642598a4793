import type { FormDefinition } from "@lineside/domain/form";
import { useT } from "~/lib/i18n.ts";
import { Badge } from "~/ui/status-pill.tsx";
import { useFieldWords } from "./field-words.ts";

/** One rule between fields: how grave it is, and its sentence. */
export function RuleLine({ rule }: { rule: FormDefinition["judgement"][number] }) {
  const t = useT("form");
  const words = useFieldWords();
  return (
    <li className="flex items-baseline gap-2">
      <Badge tone={rule.severity === "FAIL" ? "bad" : "warn"}>
        {t(`severity.${rule.severity}`)}
      </Badge>
      {words.pick(rule.message, rule.messageZh)}
    </li>
  );
}
