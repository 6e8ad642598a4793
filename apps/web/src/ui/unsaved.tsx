import { useBlocker } from "@tanstack/react-router";
import { type ReactNode, useEffect, useRef, useState } from "react";
import { useT } from "~/lib/i18n.ts";
import { Button } from "./button.tsx";
import { Dialog } from "./dialog.tsx";
import { FormActions } from "./form.tsx";

interface Unsaved {
  /** Goes at once, or after the person said that what was typed may be lost. */
  leave: (go: () => void) => void;
  /** What was typed is saved: the way is free before the next render says so. */
  release: () => void;
  /** The question; place it inside the drawer or page that holds the form. */
  question: ReactNode;
}

/** Nothing typed is thrown away silently: not by a link, a closed drawer, another row, the tab. */
export function useUnsaved(isDirty: boolean): Unsaved {
  const t = useT();
  const [go, setGo] = useState<{ go: () => void } | null>(null);
  const isKept = useRef(isDirty);
  useEffect(() => {
    isKept.current = isDirty;
  }, [isDirty]);
  const release = () => {
    isKept.current = false;
  };
  const blocker = useBlocker({
    shouldBlockFn: ({ current, next }) => isKept.current && current.pathname !== next.pathname,
    enableBeforeUnload: () => isKept.current,
    withResolver: true,
  });
  const isBlocked = blocker.status === "blocked";
  const stay = () => {
    setGo(null);
    if (isBlocked) blocker.reset();
  };
  const discard = () => {
    setGo(null);
    if (isBlocked) blocker.proceed();
    go?.go();
  };
  const question = (
    <Dialog isOpen={isBlocked || go !== null} onClose={stay} title={t("unsaved.title")}>
      <div className="flex flex-col gap-4">
        <p>{t("unsaved.lead")}</p>
        <FormActions>
          <Button look="primary" autoFocus onClick={stay}>
            {t("unsaved.stay")}
          </Button>
          <Button look="danger" onClick={discard}>
            {t("unsaved.discard")}
          </Button>
        </FormActions>
      </div>
    </Dialog>
  );
  return { leave: (next) => (isDirty ? setGo({ go: next }) : next()), release, question };
}
