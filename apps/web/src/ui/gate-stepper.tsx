import { clsx } from "clsx";
import { Check, Circle, CircleDot, Hand, type LucideIcon, X } from "lucide-react";
import type { ReactNode } from "react";
import { type Tone, toneSolid, toneText } from "./status.ts";

/** done: behind us · now: what to do next · blocked: something stands in the way · ahead: later. */
export type GateState = "done" | "now" | "blocked" | "held" | "ahead";

export interface GateStep {
  key: string;
  name: string;
  state: GateState;
  /** One line: what is done or missing. */
  note?: ReactNode;
}

interface GateStepperProps {
  label: string;
  gates: readonly GateStep[];
  selected: string;
  onSelect: (key: string) => void;
}

const looks: Record<GateState, { tone: Tone; icon: LucideIcon }> = {
  done: { tone: "ok", icon: Check },
  now: { tone: "wait", icon: CircleDot },
  blocked: { tone: "bad", icon: X },
  held: { tone: "held", icon: Hand },
  ahead: { tone: "none", icon: Circle },
};

/** The gates a thing goes through, in order; each one opens its panel. Below one another on a phone. */
export function GateStepper({ label, gates, selected, onSelect }: GateStepperProps) {
  return (
    <ol
      aria-label={label}
      className="grid gap-px overflow-hidden rounded-lg border border-line bg-line sm:auto-cols-fr sm:grid-flow-col"
    >
      {gates.map((gate, at) => (
        <li key={gate.key} className="min-w-0 bg-surface">
          <GateButton
            gate={gate}
            number={at + 1}
            isSelected={gate.key === selected}
            onSelect={() => onSelect(gate.key)}
          />
        </li>
      ))}
    </ol>
  );
}

interface GateButtonProps {
  gate: GateStep;
  number: number;
  isSelected: boolean;
  onSelect: () => void;
}

function GateButton({ gate, number, isSelected, onSelect }: GateButtonProps) {
  const { tone, icon: Icon } = looks[gate.state];
  return (
    <button
      type="button"
      aria-expanded={isSelected}
      aria-current={gate.state === "now" ? "step" : undefined}
      onClick={onSelect}
      className={clsx(
        "flex size-full min-h-11 items-start gap-2.5 border-s-4 px-3 py-2.5 text-start sm:border-s-0 sm:border-b-4",
        "focus-visible:-outline-offset-2",
        isSelected ? "border-accent bg-accent-tint" : "border-transparent hover:bg-hover",
      )}
    >
      <span
        aria-hidden
        className={clsx(
          "mt-px grid size-5 shrink-0 place-items-center rounded-full",
          gate.state === "ahead" ? "border-2 border-line-strong text-ink-3" : toneSolid[tone],
        )}
      >
        <Icon
          strokeWidth={3}
          className={clsx("size-3", gate.state === "ahead" ? "invisible" : "text-on-status")}
        />
      </span>
      <span className="min-w-0">
        <span className={clsx("block font-medium", gate.state === "ahead" && "text-ink-2")}>
          {number} · {gate.name}
        </span>
        {gate.note && (
          <span
            className={clsx(
              "block text-[13px]",
              gate.state === "blocked" || gate.state === "held" ? toneText[tone] : "text-ink-3",
            )}
          >
            {gate.note}
          </span>
        )}
      </span>
    </button>
  );
}
