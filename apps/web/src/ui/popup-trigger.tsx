import { cloneElement, type MouseEvent, type ReactElement } from "react";
import type { Reach } from "~/lib/on-demand.tsx";

interface Wiring extends Partial<Reach> {
  onClick?: (event: MouseEvent) => void;
  "aria-haspopup"?: "menu" | "dialog";
  "aria-expanded"?: boolean;
}

interface PopupTriggerProps {
  trigger: ReactElement;
  kind: "menu" | "dialog";
  reach: Reach;
  onOpen: () => void;
}

/** The button of a menu or popover that nobody has opened yet: its popup need not be loaded. */
export function PopupTrigger({ trigger, kind, reach, onOpen }: PopupTriggerProps) {
  const own = trigger.props as Wiring;
  return cloneElement(trigger as ReactElement<Wiring>, {
    ...reach,
    "aria-haspopup": kind,
    "aria-expanded": false,
    onClick: (event) => {
      own.onClick?.(event);
      onOpen();
    },
  });
}
