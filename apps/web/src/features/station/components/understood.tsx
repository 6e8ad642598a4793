import type { ReactNode } from "react";
import { useT } from "~/lib/i18n.ts";
import { Button } from "~/ui/button.tsx";
import { KeyCap } from "~/ui/kbd.tsx";

/** Takes what had to be read off the screen; the next scan does, too. */
export function Understood({ onClose, children }: { onClose: () => void; children?: ReactNode }) {
  const t = useT("station");
  return (
    <div className="mt-auto flex flex-wrap items-center justify-between gap-4">
      <span>{children}</span>
      <Button size="station" onClick={onClose}>
        {t("understood")} <KeyCap>Esc</KeyCap>
      </Button>
    </div>
  );
}
