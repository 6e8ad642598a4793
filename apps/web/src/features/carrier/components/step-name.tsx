import type { StepCard } from "@lineside/domain/execution";
import { useLocalName } from "~/lib/i18n.ts";

/** `30 Reflow`, in the reader's language. */
export function StepName({ step }: { step: StepCard }) {
  const local = useLocalName();
  return (
    <span className="whitespace-nowrap">
      {step.stepNo} {local(step)}
    </span>
  );
}
