import { ApiError } from "~/lib/http.ts";
import { useT } from "~/lib/i18n.ts";
import { Button } from "./button.tsx";
import { Refusal } from "./refusal.tsx";

interface RejectionProps {
  error: Error;
  /** null: there is nothing stored to go back to. */
  onReload?: (() => void) | null;
}

/** A refused save; when somebody else was faster, with the way to what is stored now. */
export function Rejection({ error, onReload }: RejectionProps) {
  const t = useT();
  const isStale = error instanceof ApiError && error.code === "VERSION_CONFLICT";
  const action = isStale && onReload && (
    <Button size="small" onClick={onReload}>
      {t("reload")}
    </Button>
  );
  return <Refusal error={error} action={action || undefined} />;
}
