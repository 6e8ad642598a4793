import { Toast } from "@base-ui/react/toast";
import { clsx } from "clsx";
import { CircleCheck, X } from "lucide-react";
import type { ReactNode } from "react";
import { useT } from "~/lib/i18n.ts";

const manager = Toast.createToastManager();

/** For a success that leaves the screen. Errors are never toasts: they need reading. */
export function toast(text: string): void {
  manager.add({ title: text, timeout: 4000 });
}

export function Toasts({ children }: { children: ReactNode }) {
  return (
    <Toast.Provider toastManager={manager} limit={3}>
      {children}
      <Toast.Portal>
        <Toast.Viewport className="fixed end-4 bottom-20 z-50 flex w-80 max-w-[calc(100vw-2rem)] flex-col gap-2 lg:bottom-4">
          <ToastList />
        </Toast.Viewport>
      </Toast.Portal>
    </Toast.Provider>
  );
}

function ToastList() {
  const { toasts } = Toast.useToastManager();
  const t = useT();
  return toasts.map((item) => (
    <Toast.Root
      key={item.id}
      toast={item}
      className={clsx(
        "appear flex items-center gap-3 rounded-md border border-line bg-surface px-4 py-2 shadow-(--lift)",
      )}
    >
      <CircleCheck aria-hidden className="size-5 shrink-0 text-ok-ink" />
      <Toast.Title className="flex-1 font-medium" />
      <Toast.Close aria-label={t("close")} className="rounded p-1 text-ink-3 hover:bg-hover">
        <X aria-hidden className="size-4" />
      </Toast.Close>
    </Toast.Root>
  ));
}
