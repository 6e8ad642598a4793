import { createLink } from "@tanstack/react-router";
import { clsx } from "clsx";
import type { LucideIcon } from "lucide-react";
import type { ComponentProps } from "react";
import { buttonClass } from "./button.tsx";

function Anchor({ className, ...rest }: ComponentProps<"a">) {
  return (
    <a
      {...rest}
      className={clsx("text-accent underline-offset-2 hover:underline font-medium", className)}
    />
  );
}

/** A link inside text or a table: <TextLink to="/runs/$runNo" params={{ runNo }}>. */
export const TextLink = createLink(Anchor);

interface ButtonAnchorProps extends ComponentProps<"a"> {
  look?: Parameters<typeof buttonClass>[0];
  size?: Parameters<typeof buttonClass>[1];
  icon?: LucideIcon;
}

function ButtonAnchor({ look, size, icon: Icon, className, children, ...rest }: ButtonAnchorProps) {
  return (
    <a {...rest} className={buttonClass(look, size, className)}>
      {Icon && <Icon aria-hidden className="size-4" />}
      {children}
    </a>
  );
}

interface IconAnchorProps extends ComponentProps<"a"> {
  icon: LucideIcon;
  label: string;
}

function IconAnchor({ icon: Icon, label, className, ...rest }: IconAnchorProps) {
  return (
    <a
      {...rest}
      title={label}
      className={clsx(buttonClass("quiet"), "aspect-square !px-0", className)}
    >
      <Icon aria-hidden className="size-4" />
      <span className="sr-only">{label}</span>
    </a>
  );
}

/** A button with a picture that goes somewhere. */
export const IconLink = createLink(IconAnchor);

/** A button that goes somewhere. */
export const ButtonLink = createLink(ButtonAnchor);
