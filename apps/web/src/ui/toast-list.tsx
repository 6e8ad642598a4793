import { Toast } from "@base-ui/react/toast";
import { CircleCheck, X } from "lucide-react";
import { useEffect } from "react";
import { useT } from "~/lib/i18n.ts";
import { useStore } from "~/lib/store.ts";
import { waitingToasts } from "./waiting-toasts.ts";

export function ToastList() {
  return (
    <Toast.Provider limit={3}>
      <Toast.Portal>
        <Toast.Viewport className="fixed end-4 bottom-20 z-50 flex w-80 max-w-[calc(100vw-2rem)] flex-col gap-2 lg:bottom-4">
          <Shown />
        </Toast.Viewport>
      </Toast.Portal>
      <Take />
    </Toast.Provider>
  );
}

function Shown() {
  const { toasts } = Toast.useToastManager();
  const t = useT();
  return toasts.map((item) => (
    <Toast.Root
      key={item.id}
      toast={item}
      className="appear flex items-center gap-3 rounded-md border border-line bg-surface px-4 py-2 shadow-(--lift)"
    >
      <CircleCheck aria-hidden className="size-5 shrink-0 text-ok-ink" />
      <Toast.Title className="flex-1 font-medium" />
      <Toast.Close aria-label={t("close")} className="rounded p-1 text-ink-3 hover:bg-hover">
        <X aria-hidden className="size-4" />
      </Toast.Close>
    </Toast.Root>
  ));
}

/** Takes what was said: also what was said before this list was loaded. */
function Take() {
  const { add } = Toast.useToastManager();
  const texts = useStore(waitingToasts);
  useEffect(() => {
    if (texts.length === 0) return;
    waitingToasts.set([]);
    for (const title of texts) add({ title, timeout: 4000 });
  }, [texts, add]);
  return null;
}
