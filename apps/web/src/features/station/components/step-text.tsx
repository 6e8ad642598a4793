import type { StepCard } from "@lineside/domain/execution";
import { useLocalName } from "~/lib/i18n.ts";

/** `30 Reflow`, in the reader's language. */
export function useStepText(): (step: StepCard | null) => string {
  const local = useLocalName();
  return (step) => (step ? `${step.stepNo} ${local(step)}` : "");
}
