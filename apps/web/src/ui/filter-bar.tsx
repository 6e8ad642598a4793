import { clsx } from "clsx";
import { Check, ChevronDown, Search, X } from "lucide-react";
import { type ReactNode, useEffect, useState } from "react";
import { useT } from "~/lib/i18n.ts";
import { Button } from "./button.tsx";
import { Input } from "./input.tsx";
import { Popover } from "./popover.tsx";

export interface Filter {
  /** The name in the URL. */
  key: string;
  label: string;
  /** A list to choose from; without it a text is typed, with "date" a plant day. */
  choices?: readonly { value: string; label: string }[];
  kind?: "choice" | "text" | "date";
}

export type FilterValues = Record<string, string | undefined>;

interface FilterBarProps {
  filters: readonly Filter[];
  /** The route's search. */
  values: FilterValues;
  /** Set the route's search: `onChange={(patch) => navigate({ search: (old) => ({ ...old, ...patch }), replace: true })}` */
  onChange: (patch: FilterValues) => void;
  /** The free-text search `q`; left out when the list has none. */
  searchLabel?: string;
  /** Behind the filters: a count, a button. */
  children?: ReactNode;
}

/** Filters that live in the URL and read as a sentence: State is Running, Line is SMT-A. */
export function FilterBar({ filters, values, onChange, searchLabel, children }: FilterBarProps) {
  const t = useT();
  const isFiltered = ["q", ...filters.map((filter) => filter.key)].some((key) => values[key]);
  const cleared = Object.fromEntries(
    ["q", ...filters.map((filter) => filter.key)].map((key) => [key, undefined]),
  );
  return (
    <search className="no-print flex flex-wrap items-center gap-2">
      {searchLabel && (
        <SearchBox label={searchLabel} value={values.q ?? ""} onChange={(q) => onChange({ q })} />
      )}
      {filters.map((filter) => (
        <FilterChip
          key={filter.key}
          filter={filter}
          value={values[filter.key]}
          onChange={(value) => onChange({ [filter.key]: value })}
        />
      ))}
      {isFiltered && (
        <Button look="quiet" size="small" icon={X} onClick={() => onChange(cleared)}>
          {t("filter.clear")}
        </Button>
      )}
      {children && <div className="ms-auto flex items-center gap-2">{children}</div>}
    </search>
  );
}

/** Types freely; the URL follows when the typing pauses. */
function SearchBox(props: { label: string; value: string; onChange: (q?: string) => void }) {
  const { label, value, onChange } = props;
  const [text, setText] = useState(value);
  useEffect(() => setText(value), [value]);
  useEffect(() => {
    if (text === value) return;
    const timer = setTimeout(() => onChange(text.trim() || undefined), 250);
    return () => clearTimeout(timer);
  });
  return (
    <span className="relative w-full sm:w-64">
      <Search aria-hidden className="absolute inset-y-0 start-3 my-auto size-4 text-ink-3" />
      <Input
        type="search"
        aria-label={label}
        placeholder={label}
        value={text}
        onChange={(event) => setText(event.target.value)}
        className="ps-9"
      />
    </span>
  );
}

interface ChipProps {
  filter: Filter;
  value: string | undefined;
  onChange: (value: string | undefined) => void;
}

function FilterChip({ filter, value, onChange }: ChipProps) {
  const t = useT();
  const [isOpen, setOpen] = useState(false);
  const shown = filter.choices?.find((choice) => choice.value === value)?.label ?? value;
  const set = (next: string | undefined) => {
    onChange(next);
    setOpen(false);
  };
  return (
    <Popover
      isOpen={isOpen}
      onOpenChange={setOpen}
      trigger={
        <button
          type="button"
          className={clsx(
            "inline-flex min-h-9 items-center gap-1.5 rounded-md border px-3 text-[13px] pointer-coarse:min-h-11",
            value ? "border-accent bg-accent-tint" : "border-line-strong bg-surface text-ink-2",
          )}
        >
          {value ? (
            <span>
              {filter.label} {t("filter.is")} <b className="font-semibold">{shown}</b>
            </span>
          ) : (
            filter.label
          )}
          <ChevronDown aria-hidden className="size-3.5 text-ink-3" />
        </button>
      }
    >
      {filter.choices ? (
        <ChoiceList filter={filter} value={value} onChange={set} />
      ) : (
        <TypedFilter filter={filter} value={value} onChange={set} />
      )}
    </Popover>
  );
}

/** More than these are found by typing. */
const readAtOnce = 20;

function ChoiceList({ filter, value, onChange }: ChipProps) {
  const t = useT();
  const [part, setPart] = useState("");
  const all = filter.choices ?? [];
  const isSaid = ({ label }: { label: string }) =>
    label.toLocaleLowerCase().includes(part.trim().toLocaleLowerCase());
  const choices = part ? all.filter(isSaid) : [{ value: "", label: t("filter.any") }, ...all];
  return (
    <div className="-m-3 flex min-w-44 flex-col">
      {all.length > readAtOnce && (
        <Input
          type="search"
          data-scan="keep"
          aria-label={t("filter.find")}
          placeholder={t("filter.find")}
          value={part}
          onChange={(event) => setPart(event.target.value)}
          autoFocus
        />
      )}
      <Choices {...{ filter, value, onChange, choices }} />
    </div>
  );
}

interface ChoicesProps extends ChipProps {
  choices: NonNullable<Filter["choices"]>;
}

function Choices({ filter, value, onChange, choices }: ChoicesProps) {
  return (
    <div
      role="listbox"
      aria-label={filter.label}
      className="flex max-h-80 flex-col overflow-y-auto"
    >
      {choices.map((choice) => (
        <button
          key={choice.value}
          type="button"
          role="option"
          aria-selected={(value ?? "") === choice.value}
          onClick={() => onChange(choice.value || undefined)}
          className="flex min-h-9 items-center justify-between gap-4 rounded px-2.5 text-start hover:bg-hover pointer-coarse:min-h-11"
        >
          {choice.label}
          {(value ?? "") === choice.value && <Check aria-hidden className="size-4 text-accent" />}
        </button>
      ))}
    </div>
  );
}

function TypedFilter({ filter, value, onChange }: ChipProps) {
  const t = useT();
  return (
    <form
      data-scan="keep"
      className="flex gap-2"
      onSubmit={(event) => {
        event.preventDefault();
        const text = String(new FormData(event.currentTarget).get("text") ?? "").trim();
        onChange(text || undefined);
      }}
    >
      <Input
        name="text"
        type={filter.kind === "date" ? "date" : "text"}
        aria-label={filter.label}
        defaultValue={value}
        autoFocus
      />
      <Button type="submit" look="primary">
        {t("filter.apply")}
      </Button>
    </form>
  );
}
