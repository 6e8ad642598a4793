import { useMemo, useState } from "react";
import { useT } from "~/lib/i18n.ts";
import { Checkbox, Input } from "./input.tsx";

interface CheckListProps {
  items: readonly { value: string; label: string; hint?: string }[];
  values: readonly string[];
  onChange: (values: string[]) => void;
  label: string;
}

/** Several of many: ticked in place, with a search box once the list is long. */
export function CheckList({ items, values, onChange, label }: CheckListProps) {
  const t = useT();
  const [search, setSearch] = useState("");
  const shown = useMemo(() => {
    const wanted = search.trim().toLowerCase();
    return items.filter((item) => item.label.toLowerCase().includes(wanted));
  }, [items, search]);
  const toggle = (value: string) =>
    onChange(values.includes(value) ? values.filter((v) => v !== value) : [...values, value]);
  return (
    <div className="rounded-md border border-line">
      {items.length > 8 && (
        <div className="border-b border-line p-2">
          <Input
            // Not the field itself: neither its label nor its fault belong to this box.
            id={undefined}
            aria-invalid={false}
            aria-label={t("search")}
            placeholder={t("search")}
            value={search}
            onChange={(event) => setSearch(event.target.value)}
          />
        </div>
      )}
      <div
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling box must scroll by keyboard, also while its boxes are disabled
        tabIndex={0}
        className="max-h-56 overflow-y-auto px-3 py-1"
      >
        <fieldset aria-label={label}>
          {shown.map((item) => (
            <Checkbox
              key={item.value}
              label={item.label}
              hint={item.hint}
              checked={values.includes(item.value)}
              onChange={() => toggle(item.value)}
            />
          ))}
          {shown.length === 0 && <p className="py-2 text-ink-3">{t("nothingFound")}</p>}
        </fieldset>
      </div>
    </div>
  );
}
