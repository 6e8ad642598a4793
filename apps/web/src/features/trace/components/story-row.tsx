import type { TraceAnswer } from "@lineside/domain/trace";
import {
  Ban,
  CircleDashed,
  CircleDot,
  Flag,
  Hand,
  Hourglass,
  PackageCheck,
  Tag,
  Unlock,
} from "lucide-react";
import { useLocalName, useT } from "~/lib/i18n.ts";
import { useHoldReason } from "~/ui/hold-reason.ts";
import { RailRow } from "~/ui/rail.tsx";
import { statusOf } from "~/ui/status.ts";
import { useStateText } from "~/ui/status-pill.tsx";
import { Text } from "~/ui/text.tsx";
import type { Entry } from "../story.ts";
import { DecisionRow, DefectRow } from "./defect-rows.tsx";
import { onRail, type RowPlace, useStepText } from "./row-place.ts";
import { VisitRow } from "./visit-row.tsx";
import { When } from "./when.tsx";

interface StoryRowProps {
  trace: TraceAnswer;
  entry: Entry;
  place: RowPlace;
}

export function StoryRow({ trace, entry, place }: StoryRowProps) {
  switch (entry.kind) {
    case "visit":
      return <VisitRow trace={trace} entry={entry} place={place} />;
    case "defect":
      return <DefectRow entry={entry} place={place} />;
    case "decision":
      return <DecisionRow trace={trace} entry={entry} place={place} />;
    case "now":
      return <NowRow trace={trace} place={place} />;
    case "ahead":
      return <AheadRow step={entry.step} place={place} />;
    default:
      return <MoveRow trace={trace} entry={entry} place={place} />;
  }
}

type Move = Extract<Entry, { kind: "created" | "held" | "released" | "scrapped" | "ended" }>;

const moveLook = {
  created: { tone: "none", icon: Tag },
  held: { tone: "held", icon: Hand },
  released: { tone: "held", icon: Unlock },
  scrapped: { tone: "bad", icon: Ban },
  DONE: { tone: "ok", icon: PackageCheck },
  VOIDED: { tone: "none", icon: CircleDashed },
} as const;

function MoveRow({ trace, entry, place }: { trace: TraceAnswer; entry: Move; place: RowPlace }) {
  const t = useT("trace");
  const holdReason = useHoldReason();
  const stepText = useStepText(trace);
  const what = entry.kind === "ended" ? entry.state : entry.kind;
  const reason = "reason" in entry && entry.reason ? entry.reason : null;
  const toStep =
    entry.kind === "released" && entry.stepNo !== null && trace.unit.state !== "DONE"
      ? t("goesOnAt", { step: stepText(entry.stepNo) })
      : null;
  return (
    <RailRow
      {...onRail(place)}
      {...moveLook[what]}
      when={<When at={entry.at} withDay={place.isNewDay} />}
      title={t(`story.${what}`)}
      facts={[toStep, "by" in entry && entry.by].filter(Boolean).join(" · ")}
    >
      {reason && <p>{holdReason(reason)}</p>}
    </RailRow>
  );
}

/** Where the board stands, unless it is inside a station: then the open visit says so. */
function NowRow({ trace, place }: { trace: TraceAnswer; place: RowPlace }) {
  const t = useT("trace");
  const stateText = useStateText("unit");
  const stepText = useStepText(trace);
  const { state, stepNo } = trace.unit;
  const icon = { QUEUED: Hourglass, ON_HOLD: Hand, OUT_FAILED: Flag }[state as string] ?? CircleDot;
  return (
    <RailRow
      {...onRail(place)}
      tone={statusOf("unit", state).tone}
      icon={icon}
      when={<Text isStrong>{t("now")}</Text>}
      title={state === "QUEUED" ? t("waitsFor", { step: stepText(stepNo) }) : stateText(state)}
      facts={state === "OUT_FAILED" ? t("waitsForDecision") : undefined}
    />
  );
}

function AheadRow({ step, place }: { step: Ahead["step"]; place: RowPlace }) {
  const local = useLocalName();
  const name = local({ name: step.displayName, nameZh: step.displayNameZh });
  const places =
    step.allowedStations.length > 0
      ? step.allowedStations.map((station) => station.code).join(", ")
      : step.stationGroup?.code;
  return (
    <RailRow
      {...onRail(place)}
      isAhead
      tone="none"
      icon={CircleDashed}
      title={`${step.stepNo} ${name}`}
      facts={places}
    />
  );
}

type Ahead = Extract<Entry, { kind: "ahead" }>;
