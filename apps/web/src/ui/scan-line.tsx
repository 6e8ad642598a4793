import { clsx } from "clsx";
import { ScanBarcode } from "lucide-react";
import type { ComponentProps } from "react";

/** The field that has the focus whenever nothing else needs it: scanners type here, people may too. */
export function ScanLine({ isBusy, ...rest }: ComponentProps<"input"> & { isBusy?: boolean }) {
  return (
    <label className="relative block">
      <ScanBarcode
        aria-hidden
        className={clsx(
          "pointer-events-none absolute inset-y-0 start-4 my-auto size-7 text-ink-3",
          isBusy && "breathe",
        )}
      />
      <input
        autoComplete="off"
        autoCapitalize="off"
        autoCorrect="off"
        spellCheck={false}
        enterKeyHint="done"
        {...rest}
        className="min-h-16 w-full rounded-md border-2 border-accent bg-surface ps-14 pe-4 font-mono text-2xl text-ink placeholder:font-sans placeholder:text-xl placeholder:text-ink-3 focus-visible:outline-offset-0"
      />
    </label>
  );
}
