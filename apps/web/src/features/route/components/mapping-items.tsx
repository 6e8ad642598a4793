import type { FrozenCaptureItem } from "@lineside/domain/routing";
import { useId } from "react";
import { useLocalName, useT } from "~/lib/i18n.ts";
import { type Column, DataTable } from "~/ui/data-table.tsx";
import { CodeInput } from "~/ui/input.tsx";
import { Section } from "~/ui/page.tsx";
import { Code, Text } from "~/ui/text.tsx";
import { machineNames, withName } from "../mapping-draft.ts";
import type { MappingFieldsProps } from "./mapping-fields.tsx";
import { useExpectedText } from "./words.ts";

/** What the machine calls each capture item of the step; its own names are offered. */
export function MappingItems({ mapping, step, bench, onChange }: MappingFieldsProps) {
  const t = useT("mapping");
  const local = useLocalName();
  const expected = useExpectedText();
  const list = useId();
  const names = machineNames(mapping);
  const columns: Column<FrozenCaptureItem>[] = [
    {
      key: "item",
      header: t("items.item"),
      isLead: true,
      cell: (item) => (
        <span className="flex flex-wrap items-baseline gap-x-2">
          {local(item)} <Code value={item.code} />
        </span>
      ),
    },
    {
      key: "expected",
      header: t("items.expected"),
      cell: (item) => expected(item) ?? item.unit ?? "–",
    },
    {
      key: "name",
      header: t("items.name"),
      cell: (item) => (
        <CodeInput
          aria-label={t("items.nameOf", { item: local(item) })}
          list={list}
          value={names.get(item.code) ?? ""}
          placeholder={item.code}
          maxLength={200}
          onChange={({ target }) =>
            onChange(withName(mapping, item.code, target.value.trimStart()))
          }
        />
      ),
    },
  ];
  return (
    <Section isFramed title={t("part.items")} lead={t("part.itemsLead")}>
      <datalist id={list}>
        {bench?.unmapped.map((name) => (
          <option key={name} value={name} />
        ))}
      </datalist>
      <DataTable
        rows={step.captureItems}
        columns={columns}
        rowKey={(item) => item.code}
        label={t("part.items")}
        empty={<Text isQuiet>{t("items.none")}</Text>}
      />
    </Section>
  );
}
