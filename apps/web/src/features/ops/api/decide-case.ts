import { path, post } from "~/lib/http.ts";
import { useCommand } from "~/lib/use-command.ts";
import { jobsKey } from "./overview.ts";

interface Decision {
  id: string;
  reason: string;
}

/** What becomes of a dead job: given up, or put right by hand. */
export function useDecideCase() {
  const options = { touches: [jobsKey] };
  const discard = useCommand(
    ({ id, reason }: Decision, idempotencyKey) =>
      post(path`/ops/cases/${id}/discard`, { body: { reason }, idempotencyKey }),
    options,
  );
  const resolve = useCommand(
    ({ id, reason }: Decision, idempotencyKey) =>
      post(path`/ops/cases/${id}/resolve`, { body: { reason }, idempotencyKey }),
    options,
  );
  return { discard, resolve };
}
