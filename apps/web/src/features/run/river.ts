import type { RunProgress } from "@lineside/domain/work-order";

type Step = RunProgress["steps"][number];

/**
 * The step most work waits at, by units that already started: what stands before the first step has
 * not begun. At least two units, and more than anywhere else, so that normal flow marks nothing.
 */
export function bottleneckOf(steps: readonly Step[]): number | null {
  const waiting = steps.slice(1).map((step) => ({
    stepNo: step.stepNo,
    quantity: step.queued + step.failed + step.held,
  }));
  const [first, second] = waiting.toSorted((a, b) => b.quantity - a.quantity);
  if (!first || first.quantity < 2 || first.quantity === second?.quantity) return null;
  return first.stepNo;
}
