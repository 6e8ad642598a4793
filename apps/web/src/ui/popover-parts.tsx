import { Popover as Base } from "@base-ui/react/popover";
import type { ReactElement, ReactNode } from "react";

export interface PopoverProps {
  trigger: ReactElement;
  title?: string;
  isOpen?: boolean;
  onOpenChange?: (isOpen: boolean) => void;
  align?: "start" | "center" | "end";
  children: ReactNode;
}

/** The popover from its first opening on. */
export function PopoverParts(props: PopoverProps) {
  const { trigger, title, isOpen, onOpenChange, align, children } = props;
  return (
    <Base.Root open={isOpen} onOpenChange={onOpenChange} defaultOpen>
      <Base.Trigger render={trigger} />
      <Base.Portal>
        <Base.Positioner sideOffset={6} align={align ?? "start"} className="z-50">
          <Base.Popup className="appear w-max max-w-[min(26rem,calc(100vw-2rem))] rounded-md border border-line bg-surface p-4 shadow-(--lift) outline-none">
            {title && <Base.Title className="mb-2 font-semibold">{title}</Base.Title>}
            {children}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}
