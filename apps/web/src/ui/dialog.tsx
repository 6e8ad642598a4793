import { Dialog as Base } from "@base-ui/react/dialog";
import { clsx } from "clsx";
import { X } from "lucide-react";
import type { ReactNode } from "react";
import { useT } from "~/lib/i18n.ts";

export interface DialogProps {
  isOpen: boolean;
  onClose: () => void;
  title: ReactNode;
  lead?: ReactNode;
  children: ReactNode;
  /** Stays at the bottom while the content scrolls. */
  footer?: ReactNode;
  /** Above popovers too: what has to be answered before anything below goes on. */
  isOnTop?: boolean;
}

const box = "flex flex-col bg-surface shadow-(--lift) outline-none appear";

/** A short question. For forms longer than a few fields use Drawer; for reasons, ReasonButton. */
export function Dialog(props: DialogProps) {
  return (
    <Frame
      {...props}
      className={clsx(
        box,
        "fixed top-[12vh] left-1/2 max-h-[80vh] w-[32rem] max-w-[calc(100vw-2rem)] -translate-x-1/2 rounded-lg border border-line",
      )}
    />
  );
}

/** A form or the details of a row, beside the list it came from; full screen on a phone. */
export function Drawer({ isWide, ...props }: DialogProps & { isWide?: boolean }) {
  return (
    <Frame
      {...props}
      className={clsx(
        box,
        "slide-end fixed inset-y-0 end-0 w-full border-s border-line",
        isWide ? "sm:w-[46rem]" : "sm:w-[30rem]",
      )}
    />
  );
}

interface FrameProps extends DialogProps {
  className: string;
}

function Frame({ isOpen, onClose, title, lead, children, footer, ...looks }: FrameProps) {
  const t = useT();
  const layer = looks.isOnTop ? "z-60" : "z-40";
  return (
    <Base.Root open={isOpen} onOpenChange={(open) => !open && onClose()}>
      <Base.Portal>
        <Base.Backdrop className={clsx("appear fixed inset-0 bg-veil", layer)} />
        <Base.Viewport className={clsx("fixed inset-0", layer)}>
          <Base.Popup className={looks.className}>
            <header className="flex items-start justify-between gap-4 border-b border-line px-5 py-3">
              <div className="min-w-0">
                <Base.Title className="text-base font-semibold">{title}</Base.Title>
                {lead && (
                  <Base.Description className="text-[13px] text-ink-3">{lead}</Base.Description>
                )}
              </div>
              <Base.Close
                aria-label={t("close")}
                className="-me-2 grid size-9 shrink-0 place-items-center rounded-md text-ink-3 hover:bg-hover hover:text-ink pointer-coarse:size-11"
              >
                <X aria-hidden className="size-5" />
              </Base.Close>
            </header>
            <div className="min-h-0 flex-1 overflow-y-auto px-5 py-4">{children}</div>
            {footer && <footer className="border-t border-line px-5 py-3">{footer}</footer>}
          </Base.Popup>
        </Base.Viewport>
      </Base.Portal>
    </Base.Root>
  );
}
