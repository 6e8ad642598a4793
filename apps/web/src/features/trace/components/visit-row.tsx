import type { TraceAnswer, TraceTrack } from "@lineside/domain/trace";
import { CircleDot, Undo2 } from "lucide-react";
import { useLocalName, useT } from "~/lib/i18n.ts";
import { RailRow } from "~/ui/rail.tsx";
import { statusOf } from "~/ui/status.ts";
import { Badge, StatusPill } from "~/ui/status-pill.tsx";
import { Text } from "~/ui/text.tsx";
import { Ago, Duration, Time } from "~/ui/time.tsx";
import type { Entry } from "../story.ts";
import { Captures } from "./captures.tsx";
import { MachineEvents } from "./machine-events.tsx";
import { onRail, type RowPlace } from "./row-place.ts";
import { PasteLink } from "./unit-paste.tsx";
import { When } from "./when.tsx";

type Visit = Extract<Entry, { kind: "visit" }>;

interface VisitRowProps {
  trace: TraceAnswer;
  entry: Visit;
  place: RowPlace;
}

/** One stay at a station: who brought it in and out, how long, what was measured, how it was judged. */
export function VisitRow({ trace, entry, place }: VisitRowProps) {
  const t = useT("trace");
  const local = useLocalName();
  const { track, undone, closes } = entry;
  const status = track.result ? statusOf("result", track.result) : null;
  const look = undone
    ? ({ tone: "none", icon: Undo2 } as const)
    : (status ?? ({ tone: "ok", icon: CircleDot } as const));
  return (
    <RailRow
      {...onRail(place)}
      {...look}
      // On the side line every visit is part of the repair.
      sideTone="warn"
      isStruck={undone !== null}
      when={<When at={track.in.at} withDay={place.isNewDay} />}
      title={`${track.stepNo} ${local({ name: track.stepName, nameZh: track.stepNameZh })}`}
      facts={
        <>
          {track.station.code}
          {track.attempt > 1 && ` · ${t("attempt", { n: track.attempt })}`}
          {track.continuesId && ` · ${t("continues")}`}
        </>
      }
      end={<Judgement track={track} isUndone={undone !== null} />}
    >
      <div className="flex flex-col gap-1.5">
        <Stay track={track} />
        <MachineEvents events={trace.machineEvents.filter(({ trackId }) => trackId === track.id)} />
        {undone && (
          <Text tone="warn">
            {t("undone")} <Time at={undone.at} style="time" zone={false} /> {undone.by}
          </Text>
        )}
        {track.captures.length > 0 && <Captures trace={trace} track={track} />}
        {trace.paste
          .filter(({ trackId }) => trackId === track.id)
          .map(({ bottleNo, lotNo }) => (
            <Text key={bottleNo} isSmall>
              {t("paste")} <PasteLink bottleNo={bottleNo} /> · {t("pasteLot", { lot: lotNo })}
            </Text>
          ))}
        {closes.map((defect) => (
          <Text key={defect.id} tone="ok">
            {t("closes", { defect: [defect.code, defect.location].filter(Boolean).join(" ") })}
          </Text>
        ))}
      </div>
    </RailRow>
  );
}

function Judgement({ track, isUndone }: { track: TraceTrack; isUndone: boolean }) {
  const t = useT("trace");
  if (isUndone) return <Badge icon={Undo2}>{t("takenBack")}</Badge>;
  if (track.result) return <StatusPill kind="result" state={track.result} />;
  return <StatusPill kind="unit" state="IN_STATION" />;
}

/** In and out with their people; the same person is named once. */
function Stay({ track }: { track: TraceTrack }) {
  const t = useT("trace");
  const { out } = track;
  const isSame = out?.operatorName === track.in.operatorName;
  return (
    <Text isQuiet isSmall>
      {!isSame && `${t("in")} `}
      {track.in.operatorName}
      {out ? (
        <>
          {!isSame && ` · ${t("out")} ${out.operatorName}`} · {t("until")}{" "}
          <Time at={out.at} style="time" zone={false} /> · <Duration ms={track.durationMs} />
        </>
      ) : (
        <>
          {" · "}
          <Ago at={track.in.at} />
        </>
      )}
      {track.source !== "MANUAL" && ` · ${t(`source.${track.source}`)}`}
    </Text>
  );
}
