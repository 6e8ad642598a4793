import type { ErrorComponentProps } from "@tanstack/react-router";
import { ApiError } from "~/lib/http.ts";
import { useT } from "~/lib/i18n.ts";

/** When even the frame could not be shown: light, so that it always loads. */
export function PlainError({ error }: ErrorComponentProps) {
  const t = useT();
  const isOffline = error instanceof ApiError && error.code === "OFFLINE";
  return (
    <main className="mx-auto flex min-h-dvh max-w-md flex-col justify-center gap-3 px-6">
      <h1 className="text-xl font-semibold">
        {t(isOffline ? "offline.lost" : "pageError.broken")}
      </h1>
      <p className="text-ink-2">{t(isOffline ? "offline.retryHint" : "pageError.hint")}</p>
      <p className="font-mono text-xs text-ink-3">
        {error instanceof Error ? error.message : String(error)}
      </p>
      <button
        type="button"
        onClick={() => location.reload()}
        className="min-h-11 self-start rounded-md bg-accent px-4 font-medium text-on-accent"
      >
        {t("tryAgain")}
      </button>
    </main>
  );
}
