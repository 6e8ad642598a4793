import type { TraceAnswer } from "@lineside/domain/trace";
import { useLocalName } from "~/lib/i18n.ts";
import type { Lane } from "~/ui/rail.tsx";

/** Where a row stands on the rail. */
export interface RowPlace {
  lane: Lane;
  from: Lane | null;
  isLast: boolean;
  /** The first of its day: then the day is written. */
  isNewDay: boolean;
}

/** `40 Reflow`, by the version shown. */
export function useStepText(trace: TraceAnswer): (stepNo: number) => string {
  const local = useLocalName();
  return (stepNo) => {
    const step = trace.version.steps.find((each) => each.stepNo === stepNo);
    if (!step) return String(stepNo);
    return `${stepNo} ${local({ name: step.displayName, nameZh: step.displayNameZh })}`;
  };
}

/** The part of it that the rail draws. */
export const onRail = ({ lane, from, isLast }: RowPlace) => ({ lane, from, isLast });
