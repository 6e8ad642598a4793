import { ApiError } from "~/lib/http.ts";
import { useT } from "~/lib/i18n.ts";
import { Button } from "~/ui/button.tsx";
import { Refusal } from "~/ui/refusal.tsx";

/** A refusal; when somebody else was faster, with the way to what is stored now. */
export function Rejection({ error, onReload }: { error: Error; onReload?: () => void }) {
  const t = useT("route");
  const isStale = error instanceof ApiError && error.code === "VERSION_CONFLICT";
  const action = isStale && onReload && (
    <Button size="small" onClick={onReload}>
      {t("common:reload")}
    </Button>
  );
  return <Refusal error={error} action={action || undefined} />;
}
