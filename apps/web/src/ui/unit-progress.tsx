import { Progress } from "./progress.tsx";
import { statusOf } from "./status.ts";
import { useStateText } from "./status-pill.tsx";

interface UnitProgressProps {
  counts: { done: number; scrapped: number; failed?: number; held?: number; inStation?: number };
  planQty: number;
  isCounted?: boolean;
}

const states = [
  ["done", "DONE"],
  ["inStation", "IN_STATION"],
  ["failed", "OUT_FAILED"],
  ["held", "ON_HOLD"],
  ["scrapped", "SCRAPPED"],
] as const;

/** Units of a run or an order by what became of them, drawn against the plan. */
export function UnitProgress({ counts, planQty, isCounted = true }: UnitProgressProps) {
  const stateText = useStateText("unit");
  return (
    <Progress
      total={planQty}
      isCounted={isCounted}
      parts={states
        .map(([key, state]) => ({
          // In station is on its way, not made: the colour of done belongs to done alone.
          tone: key === "inStation" ? ("wait" as const) : statusOf("unit", state).tone,
          label: stateText(state),
          quantity: counts[key] ?? 0,
        }))
        .filter((part, at) => at === 0 || part.quantity > 0)}
    />
  );
}
