import type { TraceAnswer, TraceTrack } from "@lineside/domain/trace";
import { useLocalName, useT } from "~/lib/i18n.ts";
import { Bullet } from "~/ui/bullet.tsx";
import { statusOf } from "~/ui/status.ts";
import { StatusPill } from "~/ui/status-pill.tsx";
import { Text } from "~/ui/text.tsx";

type Capture = TraceTrack["captures"][number];

/** What was measured at one visit, against the limits frozen for the run. */
export function Captures({ trace, track }: { trace: TraceAnswer; track: TraceTrack }) {
  const t = useT("trace");
  const local = useLocalName();
  return (
    <ul aria-label={t("captures")} className="flex flex-col gap-1">
      {track.captures.map((capture) => (
        <li
          key={capture.code}
          className="grid grid-cols-[minmax(0,1fr)_auto] items-center gap-x-4 gap-y-0.5 sm:grid-cols-[9.5rem_18.5rem_minmax(0,1fr)]"
        >
          <Text isQuiet>{local(capture)}</Text>
          <span className="order-last col-span-2 sm:order-none sm:col-span-1">
            <Value capture={capture} target={targetOf(trace, track, capture)} />
          </span>
          <span className="flex flex-wrap items-center gap-x-3 gap-y-1">
            <StatusPill kind="result" state={capture.judgement} />
            {capture.judgement === "FAIL" && capture.onBreach !== "RECORD" && (
              <Text isSmall tone="bad">
                {t(`breach.${capture.onBreach}`)}
              </Text>
            )}
          </span>
        </li>
      ))}
    </ul>
  );
}

function Value({ capture, target }: { capture: Capture; target: number | null }) {
  const t = useT("trace");
  const { value, unit, lowerLimit: lower, upperLimit: upper, judgement } = capture;
  const { tone } = statusOf("result", judgement);
  if (typeof value === "number" && (lower !== null || upper !== null))
    return <Bullet {...{ value, lower, upper, unit, target }} tone={tone} />;
  const word = typeof value === "boolean" ? t(value ? "yes" : "no") : String(value);
  return (
    <Text isStrong tone={tone}>
      {word} {unit}
    </Text>
  );
}

/** What was aimed at: the nominal value of the frozen version. */
function targetOf({ version }: TraceAnswer, track: TraceTrack, capture: Capture): number | null {
  const step = version.steps.find((each) => each.stepNo === track.stepNo);
  return step?.captureItems.find((item) => item.code === capture.code)?.target ?? null;
}
