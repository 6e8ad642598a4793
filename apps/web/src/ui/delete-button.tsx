import { Trash2 } from "lucide-react";
import type { ReactNode } from "react";
import { useT } from "~/lib/i18n.ts";
import { ReasonButton } from "./reason-button.tsx";

interface DeleteButtonProps {
  /** What goes away for good. */
  question: ReactNode;
  onConfirm: () => Promise<unknown>;
  /** Why it cannot go now. */
  disabledReason?: string | null;
}

/** At the far end of a form's buttons, away from the one that saves. */
export function DeleteButton({ question, onConfirm, disabledReason }: DeleteButtonProps) {
  const t = useT();
  return (
    <span className="ms-auto">
      <ReasonButton
        look="danger"
        icon={Trash2}
        label={t("delete")}
        reason="none"
        question={question}
        disabledReason={disabledReason}
        onConfirm={onConfirm}
      />
    </span>
  );
}
