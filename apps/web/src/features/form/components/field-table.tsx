import type { FormField } from "@lineside/domain/form";
import { useT } from "~/lib/i18n.ts";
import { type Column, DataTable } from "~/ui/data-table.tsx";
import { Badge } from "~/ui/status-pill.tsx";
import { Text } from "~/ui/text.tsx";
import { useFieldWords } from "./field-words.ts";

interface FieldTableProps {
  fields: readonly FormField[];
  onOpen?: (field: FormField) => void;
}

/** The fields of a form, one a row: what is asked, of which type, within which limits. */
export function FieldTable({ fields, onOpen }: FieldTableProps) {
  const t = useT("form");
  return (
    <DataTable
      rows={[...fields]}
      label={t("fields")}
      columns={useColumns()}
      rowKey={(field) => field.key}
      onOpen={onOpen}
      maxHeight="none"
    />
  );
}

function useColumns(): Column<FormField>[] {
  const t = useT("form");
  const words = useFieldWords();
  return [
    {
      key: "label",
      header: t("field"),
      isLead: true,
      cell: (field) => (
        <span className="flex flex-wrap items-baseline gap-x-2">
          <Text isStrong>{words.label(field)}</Text>
          <Text isQuiet isSmall>
            {field.key}
          </Text>
        </span>
      ),
    },
    { key: "type", header: t("type"), width: "8rem", cell: (field) => t(`type.${field.type}`) },
    {
      key: "limits",
      header: t("limits"),
      isEmpty: (field) => answers(field, words) === "",
      cell: (field) => answers(field, words),
    },
    {
      key: "marks",
      header: t("marks"),
      isEmpty: (field) => !(field.required || field.stamp || field.carry || field.stage === "OPEN"),
      cell: (field) => (
        <span className="flex flex-wrap gap-1">
          {field.required && !field.stamp && !field.carry && (
            <Badge tone="wait">{t("required")}</Badge>
          )}
          {field.stamp && <Badge tone="none">{t("stamped")}</Badge>}
          {field.carry && <Badge tone="none">{t("carried")}</Badge>}
          {field.stage === "OPEN" && <Badge tone="none">{t("stageOpen")}</Badge>}
        </span>
      ),
    },
    {
      key: "section",
      header: t("section"),
      isEmpty: (field) => !field.section,
      cell: (field) => words.section(field),
    },
  ];
}

/** Its limits, or the answers that are right. */
function answers(field: FormField, words: ReturnType<typeof useFieldWords>): string {
  const limits = words.limits(field) || field.unit || "";
  const choices = field.choices?.map(words.choice).join(" · ") ?? "";
  const right = field.okValues?.map((value) => words.value(field, value)).join(" · ");
  return [limits, choices, right && `✓ ${right}`].filter(Boolean).join("  ");
}
