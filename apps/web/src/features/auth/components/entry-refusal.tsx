import { CircleAlert } from "lucide-react";
import { Suspense } from "react";
import { useT } from "~/lib/i18n.ts";

/** The refusal of a page before the shell: the sentence, and what to do when there is more to say. */
export function EntryRefusal({ error }: { error: Error | null }) {
  if (!error) return null;
  // Whoever is refused before the sentences have come keeps the form, and what is typed in it.
  return (
    <Suspense>
      <EntryRefused error={error} />
    </Suspense>
  );
}

function EntryRefused({ error }: { error: Error }) {
  const t = useT("errors");
  const code = "code" in error ? String(error.code) : "SCREEN_FAILED";
  const context = "context" in error ? (error.context as Record<string, unknown>) : {};
  const text = t(code, context);
  return (
    <div
      role="alert"
      className="flex items-start gap-3 rounded-md border border-s-4 border-bad bg-surface p-3"
    >
      <CircleAlert aria-hidden className="mt-0.5 size-5 shrink-0 text-bad-ink" />
      <div>
        <p className="font-medium">{text === code ? t("UNKNOWN", { code }) : text}</p>
        <p className="font-mono text-xs text-ink-3">{code}</p>
      </div>
    </div>
  );
}
