import { ArrowRight } from "lucide-react";
import type { ReactNode } from "react";
import { useT } from "~/lib/i18n.ts";

export interface Difference {
  field: string;
  before: unknown;
  after: unknown;
}

/** What changed, field by field: struck out before, marked after. */
export function DiffTable({ differences }: { differences: readonly Difference[] }) {
  const t = useT();
  if (differences.length === 0) return <p className="text-ink-3">{t("diff.none")}</p>;
  return (
    <dl className="flex flex-col divide-y divide-line">
      {differences.map(({ field, before, after }) => (
        <div key={field} className="grid gap-x-4 gap-y-0.5 py-2 sm:grid-cols-[11rem_1fr]">
          <dt className="font-mono text-[13px] break-all text-ink-3">{field}</dt>
          <dd className="flex flex-wrap items-center gap-x-2 gap-y-1">
            {before !== undefined && (
              <del className="rounded bg-bad-tint px-1 break-all text-bad-ink">{shown(before)}</del>
            )}
            <ArrowRight aria-hidden className="size-3.5 shrink-0 text-ink-3" />
            {after !== undefined && (
              <ins className="rounded bg-ok-tint px-1 break-all text-ok-ink no-underline">
                {shown(after)}
              </ins>
            )}
          </dd>
        </div>
      ))}
    </dl>
  );
}

/** The fields of two records that are not the same. */
export function differencesOf(
  before: Record<string, unknown> | null,
  after: Record<string, unknown> | null,
): Difference[] {
  const fields = new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})]);
  return [...fields].flatMap((field) => {
    const [was, is] = [before?.[field], after?.[field]];
    return JSON.stringify(was) === JSON.stringify(is) ? [] : [{ field, before: was, after: is }];
  });
}

function shown(value: unknown): ReactNode {
  if (value === null || value === "") return "∅";
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}
