import { clsx } from "clsx";
import { type StatusKind, statusOf, toneText } from "./status.ts";
import { useStateText } from "./status-pill.tsx";

interface StepStripProps {
  label: string;
  steps: readonly { stepNo: number; name: string; status: string; onOpen?: () => void }[];
}

const kind: StatusKind = "step";

/** The steps of a route in a row, each with where one unit stands: shape, colour and word. */
export function StepStrip({ label, steps }: StepStripProps) {
  const stateText = useStateText(kind);
  return (
    <ol aria-label={label} className="flex flex-wrap gap-x-1 gap-y-1.5">
      {steps.map(({ stepNo, name, status, onOpen }) => {
        const { tone, icon: Icon } = statusOf(kind, status);
        const inside = (
          <>
            <Icon
              aria-hidden
              strokeWidth={2.4}
              className={clsx("size-3.5 shrink-0", toneText[tone])}
            />
            <span className="text-ink-3">{stepNo}</span>
            <span className={status === "AHEAD" ? "text-ink-3" : ""}>{name}</span>
            <span className="sr-only">{stateText(status)}</span>
          </>
        );
        const box = clsx(
          "flex min-h-7 items-center gap-1.5 rounded border px-2 text-[13px] whitespace-nowrap",
          status === "AHEAD" ? "border-dashed border-line" : "border-line",
        );
        return (
          <li key={stepNo} title={stateText(status)}>
            {onOpen ? (
              <button
                type="button"
                onClick={onOpen}
                className={clsx(box, "hover:bg-hover pointer-coarse:min-h-11")}
              >
                {inside}
              </button>
            ) : (
              <span className={box}>{inside}</span>
            )}
          </li>
        );
      })}
    </ol>
  );
}
