import { useState } from "react";
import { onDemand } from "~/lib/on-demand.tsx";
import { useStore } from "~/lib/store.ts";
import { useIdle } from "~/lib/use-idle.ts";
import { type WaitingToast, waitingToasts } from "./waiting-toasts.ts";

const ToastList = onDemand(() => import("./toast-list.tsx"), "ToastList");

/** For a success that leaves the screen. Errors are never toasts: they need reading. */
export function toast(text: string): void {
  waitingToasts.set((before) => [...before, { text }]);
}

/** For what cannot wait, on whatever page: it passes by, its notice stays in the inbox. */
export function toastAlarm(text: string, alarm: NonNullable<WaitingToast["alarm"]>): void {
  waitingToasts.set((before) => [...before, { text, alarm }]);
}

/** Once in the frame; there before the first toast, so that a screen reader listens to it. */
export function Toasts() {
  const isIdle = useIdle();
  const isWaiting = useStore(waitingToasts).length > 0;
  const [isThere, setThere] = useState(false);
  if ((isIdle || isWaiting) && !isThere) setThere(true);
  return isThere && <ToastList />;
}
