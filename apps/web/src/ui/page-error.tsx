import type { ErrorComponentProps } from "@tanstack/react-router";
import { NoAccess } from "~/lib/guard.ts";
import { ApiError } from "~/lib/http.ts";
import { useT } from "~/lib/i18n.ts";
import { NoAccessPage } from "./no-access.tsx";
import { Page } from "./page.tsx";
import { Refusal } from "./refusal.tsx";

/** What a route shows instead of itself when it failed; the frame around it stays. */
export function PageError({ error, reset }: ErrorComponentProps) {
  const t = useT();
  if (error instanceof NoAccess) return <NoAccessPage permission={error.permission} />;
  const isKnown = error instanceof ApiError;
  return (
    <Page title={t(isKnown ? "pageError.refused" : "pageError.broken")}>
      <Refusal error={error as Error} onRetry={() => (isKnown ? reset() : location.reload())} />
    </Page>
  );
}
