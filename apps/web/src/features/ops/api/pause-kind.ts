import { path, post } from "~/lib/http.ts";
import { useCommand } from "~/lib/use-command.ts";
import { jobsKey } from "./overview.ts";

export function usePauseKind() {
  const options = { touches: [jobsKey] };
  const pause = useCommand(
    ({ kind, reason }: { kind: string; reason: string }, idempotencyKey) =>
      post(path`/ops/kinds/${kind}/pause`, { body: { reason }, idempotencyKey }),
    options,
  );
  const resume = useCommand(
    (kind: string, idempotencyKey) =>
      post(path`/ops/kinds/${kind}/resume`, { body: {}, idempotencyKey }),
    options,
  );
  return { pause, resume };
}
