import { useState } from "react";
import { onDemand } from "~/lib/on-demand.tsx";
import type { PopoverProps } from "./popover-parts.tsx";
import { PopupTrigger } from "./popup-trigger.tsx";

const PopoverParts = onDemand(() => import("./popover-parts.tsx"), "PopoverParts");
export const preloadPopover = PopoverParts.preload;

/** Something small beside the button that opened it. */
export function Popover(props: PopoverProps) {
  const { trigger, isOpen, onOpenChange } = props;
  const [wasOpened, setOpened] = useState(false);
  const open = () => {
    setOpened(true);
    onOpenChange?.(true);
  };
  const closed = (
    <PopupTrigger trigger={trigger} kind="dialog" reach={PopoverParts.reach} onOpen={open} />
  );
  return wasOpened || isOpen ? <PopoverParts {...props} waiting={closed} /> : closed;
}
