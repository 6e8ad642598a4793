import { clsx } from "clsx";
import { LoaderCircle, type LucideIcon } from "lucide-react";
import type { ComponentProps, ReactNode } from "react";

type Look = "primary" | "plain" | "quiet" | "danger";
type Size = "small" | "normal" | "large" | "station" | "floor";

const looks: Record<Look, string> = {
  primary: "bg-accent text-on-accent border-transparent hover:bg-accent-hover",
  plain: "bg-surface text-ink border-line-strong hover:bg-hover",
  quiet: "border-transparent text-ink-2 hover:bg-hover hover:text-ink",
  danger: "bg-surface text-bad-ink border-bad hover:bg-bad-tint",
};

const sizes: Record<Size, string> = {
  small: "min-h-8 pointer-coarse:min-h-11 px-2.5 text-[13px] gap-1.5",
  normal: "min-h-9 pointer-coarse:min-h-11 px-3.5 text-sm gap-2",
  large: "min-h-12 px-5 text-base gap-2",
  station: "min-h-16 px-7 text-xl gap-3",
  floor: "min-h-20 px-7 text-3xl gap-4 2xl:min-h-28 2xl:text-5xl",
};

const iconSize: Record<Size, string> = {
  small: "size-4",
  normal: "size-4",
  large: "size-4",
  station: "size-6",
  floor: "size-9",
};

export function buttonClass(look: Look = "plain", size: Size = "normal", extra?: string): string {
  return clsx(
    "inline-flex items-center justify-center rounded-md border font-medium whitespace-nowrap select-none",
    "disabled:opacity-55 disabled:pointer-events-none aria-disabled:opacity-55",
    looks[look],
    sizes[size],
    extra,
  );
}

export interface ButtonProps extends Omit<ComponentProps<"button">, "disabled"> {
  look?: Look;
  size?: Size;
  icon?: LucideIcon;
  isBusy?: boolean;
  isDisabled?: boolean;
  /** Why it cannot be pressed now; shown on hover and focus, read out by screen readers. */
  disabledReason?: string | null;
  children?: ReactNode;
}

/** A disabled button with a reason stays focusable, so that its reason can be read. */
export function Button(props: ButtonProps) {
  const { look, size, icon: Icon, isBusy, isDisabled, disabledReason, children, ...rest } = props;
  const isBlocked = Boolean(disabledReason);
  return (
    <button
      type="button"
      {...rest}
      disabled={isDisabled || isBusy}
      aria-disabled={isBlocked || undefined}
      aria-busy={isBusy || undefined}
      title={disabledReason ?? rest.title}
      onClick={isBlocked ? (event) => event.preventDefault() : rest.onClick}
      className={buttonClass(look, size, rest.className)}
    >
      {isBusy ? (
        <LoaderCircle aria-hidden className="spin size-4" />
      ) : (
        Icon && <Icon aria-hidden className={iconSize[size ?? "normal"]} />
      )}
      {children}
    </button>
  );
}

export interface IconButtonProps extends Omit<ButtonProps, "children"> {
  icon: LucideIcon;
  label: string;
}

export function IconButton({ label, look = "quiet", className, ...rest }: IconButtonProps) {
  return (
    <Button
      {...rest}
      look={look}
      aria-label={label}
      title={rest.disabledReason ?? label}
      className={clsx("aspect-square !px-0", className)}
    />
  );
}
