import type { ReactNode } from "react";
import { createPortal } from "react-dom";

/** What a drawer prints: it stands beside everything else, so that nothing of the screen comes along. */
export function Paper({ children }: { children: ReactNode }) {
  return createPortal(
    <div className="paper hidden flex-col gap-4 bg-surface text-ink print:flex">{children}</div>,
    document.body,
  );
}
