import { clsx } from "clsx";
import { CircleAlert } from "lucide-react";
import { createContext, type ReactNode, use, useId } from "react";
import { useT } from "~/lib/i18n.ts";

interface FieldWiring {
  id: string;
  isInvalid: boolean;
  describedBy: string | undefined;
  isRequired: boolean;
}

const Wiring = createContext<FieldWiring | null>(null);

/** What a control inside a Field needs to be labelled, described and marked. */
export function useFieldWiring() {
  const wiring = use(Wiring);
  return {
    id: wiring?.id,
    "aria-invalid": wiring?.isInvalid || undefined,
    "aria-describedby": wiring?.describedBy,
    "aria-required": wiring?.isRequired || undefined,
  };
}

export interface FieldProps {
  label: ReactNode;
  hint?: ReactNode;
  error?: string | null;
  isRequired?: boolean;
  /** For groups of controls (checkbox lists, segments): a fieldset with a legend. */
  isGroup?: boolean;
  className?: string;
  children: ReactNode;
}

export function Field({
  label,
  hint,
  error,
  isRequired,
  isGroup,
  className,
  children,
}: FieldProps) {
  const id = useId();
  const t = useT();
  const noteId = error || hint ? `${id}-note` : undefined;
  const Box = isGroup ? "fieldset" : "div";
  const Label = isGroup ? "legend" : "label";
  const wiring = { id, isInvalid: Boolean(error), describedBy: noteId, isRequired: !!isRequired };
  return (
    <Wiring value={wiring}>
      <Box className={clsx("flex min-w-0 flex-col gap-1", className)}>
        <Label htmlFor={isGroup ? undefined : id} className="text-[13px] font-medium text-ink-2">
          {label}
          {isRequired && (
            <span className="text-bad-ink" title={t("rule.required")}>
              {" *"}
            </span>
          )}
        </Label>
        {children}
        {error ? (
          <p id={noteId} role="alert" className="flex items-start gap-1 text-[13px] text-bad-ink">
            <CircleAlert aria-hidden className="mt-0.5 size-3.5 shrink-0" />
            {error}
          </p>
        ) : (
          hint && (
            <p id={noteId} className="text-[13px] text-ink-3">
              {hint}
            </p>
          )
        )}
      </Box>
    </Wiring>
  );
}
