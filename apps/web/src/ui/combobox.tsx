import { Combobox as Base } from "@base-ui/react/combobox";
import { clsx } from "clsx";
import { Check, ChevronDown } from "lucide-react";
import type { ReactNode } from "react";
import { useT } from "~/lib/i18n.ts";
import { useFieldWiring } from "./field.tsx";
import { controlClass } from "./input.tsx";

export interface ComboboxItem {
  value: string;
  /** What is searched and shown. */
  label: string;
  /** Quieter, behind the label. */
  detail?: ReactNode;
}

interface ComboboxProps {
  items: readonly ComboboxItem[];
  value: string | null;
  onChange: (value: string | null) => void;
  placeholder?: string;
  /** The server searches: called as the person types; `items` are its answer. */
  onSearch?: (text: string) => void;
  isDisabled?: boolean;
  onBlur?: () => void;
}

/** Type a part of the code or the name, choose with Enter. */
export function Combobox(props: ComboboxProps) {
  const { items, value, onChange, placeholder, onSearch, isDisabled, onBlur } = props;
  const t = useT();
  const wiring = useFieldWiring();
  const chosen = items.find((item) => item.value === value) ?? null;
  return (
    <Base.Root
      items={items}
      value={chosen}
      onValueChange={(item) => onChange(item?.value ?? null)}
      onInputValueChange={onSearch}
      filter={onSearch ? null : undefined}
      disabled={isDisabled}
      autoHighlight
    >
      <span className="relative block">
        <Base.Input
          {...wiring}
          onBlur={onBlur}
          placeholder={placeholder ?? t("chooseOrType")}
          className={clsx(controlClass, "pe-9")}
        />
        <Base.Trigger
          aria-label={t("showChoices")}
          className="absolute inset-y-0 end-0 grid w-9 place-items-center text-ink-3"
        >
          <ChevronDown aria-hidden className="size-4" />
        </Base.Trigger>
      </span>
      <ComboboxPopup />
    </Base.Root>
  );
}

function ComboboxPopup() {
  const t = useT();
  return (
    <Base.Portal>
      <Base.Positioner sideOffset={4} className="z-50">
        <Base.Popup className="appear max-h-72 w-(--anchor-width) min-w-56 overflow-y-auto rounded-md border border-line bg-surface p-1 shadow-(--lift)">
          <Base.Empty className="px-2.5 py-2 text-ink-3 empty:hidden">
            {t("nothingFound")}
          </Base.Empty>
          <Base.List>
            {(item: ComboboxItem) => (
              <Base.Item
                key={item.value}
                value={item}
                className="flex min-h-9 cursor-default items-center gap-2 rounded px-2.5 data-highlighted:bg-hover pointer-coarse:min-h-11"
              >
                <span className="min-w-0 flex-1 truncate">
                  {item.label}
                  {item.detail && <span className="text-ink-3"> {item.detail}</span>}
                </span>
                <Base.ItemIndicator>
                  <Check aria-hidden className="size-4 text-accent" />
                </Base.ItemIndicator>
              </Base.Item>
            )}
          </Base.List>
        </Base.Popup>
      </Base.Positioner>
    </Base.Portal>
  );
}
