import { ScanBarcode, Search } from "lucide-react";
import type { ComponentProps } from "react";

/** The one field of a page that is for finding things: scan into it or type. */
export function SearchBox({
  label,
  kind = "code",
  ...rest
}: ComponentProps<"input"> & { label: string; kind?: "code" | "words" }) {
  const Icon = kind === "code" ? ScanBarcode : Search;
  return (
    <label className="relative block max-w-3xl">
      <Icon aria-hidden className="absolute inset-y-0 start-4 my-auto size-6 text-ink-3" />
      <input
        type="search"
        autoComplete="off"
        autoCapitalize="off"
        autoCorrect="off"
        spellCheck={false}
        aria-label={label}
        {...rest}
        className={`min-h-14 w-full rounded-lg border-2 border-line-strong bg-surface ps-13 pe-4 text-lg text-ink placeholder:font-sans placeholder:text-base placeholder:text-ink-3 focus-visible:border-accent focus-visible:outline-none ${kind === "code" ? "font-mono" : ""}`}
      />
    </label>
  );
}
