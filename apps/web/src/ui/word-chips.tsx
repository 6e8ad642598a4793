import { X } from "lucide-react";
import { useState } from "react";
import { useT } from "~/lib/i18n.ts";
import { CodeInput } from "./input.tsx";

interface WordChipsProps {
  values: readonly string[];
  onChange: (values: string[]) => void;
  placeholder?: string;
  isReadOnly?: boolean;
}

/** A few short words, each one a chip; Enter or a comma ends a word, × takes it away. */
export function WordChips({ values, onChange, placeholder, isReadOnly }: WordChipsProps) {
  const t = useT();
  const [typed, setTyped] = useState("");
  const add = (text: string) => {
    const words = text.split(",").map((word) => word.trim());
    const fresh = words.filter((word) => word !== "" && !values.includes(word));
    setTyped("");
    if (fresh.length > 0) onChange([...values, ...new Set(fresh)]);
  };
  return (
    <div className="flex flex-wrap items-center gap-1.5">
      {values.map((word) => (
        <span
          key={word}
          translate="no"
          className="inline-flex min-h-8 items-center gap-1 rounded-md border border-line-strong bg-surface ps-2 font-mono text-[13px]"
        >
          {word}
          {!isReadOnly && (
            <button
              type="button"
              aria-label={t("removeWord", { word })}
              onClick={() => onChange(values.filter((each) => each !== word))}
              className="rounded p-1.5 text-ink-3 hover:bg-hover hover:text-ink pointer-coarse:p-3"
            >
              <X aria-hidden className="size-3.5" />
            </button>
          )}
        </span>
      ))}
      <CodeInput
        className="max-w-40"
        value={typed}
        readOnly={isReadOnly}
        placeholder={placeholder}
        maxLength={60}
        onChange={({ target }) =>
          target.value.endsWith(",") ? add(target.value) : setTyped(target.value)
        }
        onBlur={() => add(typed)}
        onKeyDown={(event) => {
          if (event.key === "Enter") {
            event.preventDefault();
            add(typed);
          }
          if (event.key === "Backspace" && typed === "") onChange(values.slice(0, -1));
        }}
      />
    </div>
  );
}
