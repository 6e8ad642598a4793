import { clsx } from "clsx";
import type { ComponentProps, ReactNode } from "react";

/** A form: scans go into the focused field instead of opening what was scanned. */
export function Form({ className, ...rest }: ComponentProps<"form">) {
  return (
    <form
      noValidate
      data-scan="keep"
      {...rest}
      className={clsx("flex flex-col gap-4", className)}
    />
  );
}

/** Fields side by side where there is room. */
export function FieldRow({ children }: { children: ReactNode }) {
  return (
    <div className="grid grid-cols-[repeat(auto-fit,minmax(min(100%,13rem),1fr))] gap-4">
      {children}
    </div>
  );
}

interface FormActionsProps {
  /** Stays in sight at the bottom of a long form inside a drawer. */
  isSticky?: boolean;
  children: ReactNode;
}

/** The buttons that end a form: the primary one first. */
export function FormActions({ isSticky, children }: FormActionsProps) {
  return (
    <div
      className={clsx(
        "flex flex-wrap items-center gap-2",
        isSticky
          ? "sticky -bottom-4 z-10 -mx-5 -mb-4 border-t border-line bg-surface px-5 py-3"
          : "pt-1",
      )}
    >
      {children}
    </div>
  );
}
