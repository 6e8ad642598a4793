import { Menu as Base } from "@base-ui/react/menu";
import { clsx } from "clsx";
import { Check, type LucideIcon } from "lucide-react";
import type { ReactElement, ReactNode } from "react";

const popup =
  "appear z-50 min-w-48 rounded-md border border-line bg-surface p-1 shadow-(--lift) outline-none";
const item =
  "flex min-h-9 cursor-default items-center gap-2.5 rounded px-2.5 outline-none data-highlighted:bg-hover data-disabled:opacity-50 pointer-coarse:min-h-11";

export interface MenuProps {
  /** The button that opens it. */
  trigger: ReactElement;
  children: ReactNode;
  align?: "start" | "end";
  side?: "top" | "bottom";
}

/** The menu from its first opening on. */
export function MenuParts({ trigger, children, align = "end", side = "bottom" }: MenuProps) {
  return (
    <Base.Root defaultOpen>
      <Base.Trigger render={trigger} />
      <Base.Portal>
        <Base.Positioner sideOffset={6} align={align} side={side} className="z-50">
          <Base.Popup className={popup}>{children}</Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}

interface MenuItemProps {
  icon?: LucideIcon;
  onSelect?: () => void;
  /** A link instead of a button. */
  render?: ReactElement;
  isDanger?: boolean;
  isDisabled?: boolean;
  children: ReactNode;
}

export function MenuItem(props: MenuItemProps) {
  const { icon: Icon, onSelect, render, isDanger, isDisabled, children } = props;
  return (
    <Base.Item
      render={render}
      onClick={onSelect}
      disabled={isDisabled}
      className={clsx(item, isDanger && "text-bad-ink")}
    >
      {Icon && <Icon aria-hidden className="size-4 text-ink-3" />}
      {children}
    </Base.Item>
  );
}

interface MenuChoicesProps {
  label: string;
  value: string;
  choices: readonly { value: string; label: string }[];
  onChange: (value: string) => void;
}

/** One of several, inside a menu; the menu stays open to show the effect. */
export function MenuChoices({ label, value, choices, onChange }: MenuChoicesProps) {
  return (
    <Base.Group>
      <Base.GroupLabel className="px-2.5 pt-2 pb-1 text-xs text-ink-3">{label}</Base.GroupLabel>
      <Base.RadioGroup value={value} onValueChange={onChange}>
        {choices.map((choice) => (
          <Base.RadioItem
            key={choice.value}
            value={choice.value}
            closeOnClick={false}
            className={item}
          >
            <span className="grid size-4 place-items-center">
              <Base.RadioItemIndicator>
                <Check aria-hidden className="size-4 text-accent" />
              </Base.RadioItemIndicator>
            </span>
            {choice.label}
          </Base.RadioItem>
        ))}
      </Base.RadioGroup>
    </Base.Group>
  );
}

export function MenuLine() {
  return <Base.Separator className="mx-1 my-1 border-t border-line" />;
}
