import { clsx } from "clsx";
import { useT } from "~/lib/i18n.ts";

export function Skeleton({ className }: { className?: string }) {
  return <span aria-hidden className={clsx("breathe block rounded bg-line", className)} />;
}

/** While a page or a section is on its way. */
export function Loading({ lines = 4 }: { lines?: number }) {
  const t = useT();
  return (
    <div role="status" aria-label={t("loading")} className="flex flex-col gap-3 py-4">
      {Array.from({ length: lines }, (_, line) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the lines are all alike
        <Skeleton key={line} className={clsx("h-5", line % 3 === 2 ? "w-1/2" : "w-full")} />
      ))}
    </div>
  );
}
