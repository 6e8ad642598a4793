import type { ClockCard } from "@lineside/domain/time-rule";
import type { UseQueryResult } from "@tanstack/react-query";
import { TimerReset } from "lucide-react";
import { faceOf } from "~/lib/clock-face.ts";
import { useT } from "~/lib/i18n.ts";
import { CountChip } from "~/ui/clock-row.tsx";
import { Empty } from "~/ui/empty.tsx";
import { Notice } from "~/ui/notice.tsx";
import { Refusal } from "~/ui/refusal.tsx";
import { Loading } from "~/ui/skeleton.tsx";
import { mostOnBoard, type OpenClocks } from "../api/clocks.ts";
import { ClockBoard, countStates } from "./clock-board.tsx";

interface OpenTabProps {
  open: UseQueryResult<OpenClocks>;
  now: number;
  /** The state chosen in the URL. */
  state: string | undefined;
  onState: (state: string | undefined) => void;
}

/** What runs: how many stand where, and each of them draining. */
export function OpenTab({ open, now, state, onState }: OpenTabProps) {
  const t = useT("time-rule");
  const { data, error, refetch } = open;
  if (error && !data) return <Refusal error={error} onRetry={() => void refetch()} />;
  if (!data) return <Loading lines={8} />;
  const shown = withFace(data.clocks, state, now);
  return (
    <div className="flex flex-col gap-4">
      {error && <Refusal error={error} onRetry={() => void refetch()} />}
      <div className="grid grid-cols-3 gap-2 sm:flex sm:gap-3">
        {countStates(data.clocks, now).map((each) => (
          <CountChip
            key={each.state}
            {...each}
            isChosen={state === each.state}
            onChoose={() => onState(state === each.state ? undefined : each.state)}
          />
        ))}
      </div>
      {data.isCut && <Notice tone="warn" title={t("cut", { count: mostOnBoard })} />}
      {shown.length === 0 ? (
        <Empty icon={TimerReset} title={t("none")} hint={t("noneHint")} />
      ) : (
        <ClockBoard clocks={shown} now={now} />
      )}
    </div>
  );
}

export function withFace(clocks: ClockCard[], state: string | undefined, now: number) {
  return state ? clocks.filter((clock) => faceOf(clock, now).state === state) : clocks;
}
