import { useCommand } from "~/lib/use-command.ts";
import { moveRun, type RunMove } from "../api/runs.ts";

/** A change of the run's state, for buttons that wait for its answer. */
export function useMove(runNo: string) {
  const command = useCommand(moveRun, { touches: [["runs"], ["orders"]] });
  return (move: RunMove, more: { reason?: string; code?: string } = {}) =>
    command.mutateAsync({ runNo, move, ...more });
}
