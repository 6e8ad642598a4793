import { Toast } from "@base-ui/react/toast";
import { clsx } from "clsx";
import { CircleCheck, OctagonAlert, X } from "lucide-react";
import { useEffect } from "react";
import { useT } from "~/lib/i18n.ts";
import { useStore } from "~/lib/store.ts";
import { TextLink } from "./link.tsx";
import { type WaitingToast, waitingToasts } from "./waiting-toasts.ts";

type Alarm = NonNullable<WaitingToast["alarm"]>;

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
  const { toasts, close } = Toast.useToastManager<Alarm>();
  const t = useT();
  return toasts.map((item) => (
    <Toast.Root
      key={item.id}
      toast={item}
      className={clsx(
        "appear flex items-start gap-3 rounded-md border bg-surface px-4 py-2 shadow-(--lift)",
        item.data ? "border-s-4 border-bad" : "border-line",
      )}
    >
      {item.data ? (
        <OctagonAlert aria-hidden className="mt-0.5 size-5 shrink-0 text-bad-ink" />
      ) : (
        <CircleCheck aria-hidden className="size-5 shrink-0 text-ok-ink" />
      )}
      <div className="min-w-0 flex-1">
        <Toast.Title className="font-medium" />
        {item.data && (
          <TextLink to={item.data.to as "/"} onClick={() => close(item.id)}>
            {item.data.label}
          </TextLink>
        )}
      </div>
      <Toast.Close aria-label={t("close")} className="rounded p-1 text-ink-3 hover:bg-hover">
        <X aria-hidden className="size-4" />
      </Toast.Close>
    </Toast.Root>
  ));
}

/** Takes what was said: also what was said before this list was loaded. */
function Take() {
  const { add } = Toast.useToastManager<Alarm>();
  const waiting = useStore(waitingToasts);
  useEffect(() => {
    if (waiting.length === 0) return;
    waitingToasts.set([]);
    for (const { text, alarm } of waiting)
      add({
        title: text,
        data: alarm,
        timeout: alarm ? 15_000 : 4000,
        priority: alarm ? "high" : "low",
      });
  }, [waiting, add]);
  return null;
}
