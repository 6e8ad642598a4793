import { useQuery } from "@tanstack/react-query";
import { CircleDashed } from "lucide-react";
import { formatDuration, formatTime } from "~/lib/format.ts";
import { useT } from "~/lib/i18n.ts";
import { useLive } from "~/lib/live.ts";
import { useNow } from "~/lib/use-now.ts";
import { DrainBar } from "~/ui/drain-bar.tsx";
import { TextLink } from "~/ui/link.tsx";
import { useRefusalText } from "~/ui/refusal.tsx";
import { Skeleton } from "~/ui/skeleton.tsx";
import { Badge, StatusPill } from "~/ui/status-pill.tsx";
import { Text } from "~/ui/text.tsx";
import { linePasteQuery } from "../api/line-paste.ts";
import { lifeOf } from "../life.ts";
import { usePolicies } from "./use-policies.ts";

/** The bottle a line prints with: its number, its state, its life running out. */
export function LinePasteStrip({ lineCode }: { lineCode: string }) {
  const t = useT("paste");
  const say = useRefusalText();
  const now = useNow(1000);
  const policies = usePolicies();
  const { data } = useQuery({ ...linePasteQuery(lineCode), refetchInterval: 60_000 });
  useLive(["pasteBottle.", "clock."], [linePasteQuery(lineCode).queryKey]);
  if (!data) return <Skeleton className="h-12" />;
  const { bottle, refusal } = data;
  if (!bottle)
    return (
      <Badge icon={CircleDashed} tone="none">
        {t("noBottle")}
      </Badge>
    );
  const life = lifeOf(bottle, policies(bottle.typeCode), now);
  const left = life && life.leftMs > 0 ? formatDuration(life.leftMs) : t("over");
  return (
    <div className="flex min-w-0 flex-col gap-1.5">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <TextLink to="/paste/bottles/$bottleNo" params={{ bottleNo: bottle.bottleNo }}>
          {bottle.bottleNo}
        </TextLink>
        <StatusPill kind="bottle" state={bottle.state} />
        <span className="ms-auto">
          <Text isStrong tone={life?.tone ?? "none"}>
            {left}
          </Text>
        </span>
      </div>
      {life && (
        <DrainBar
          left={life.share}
          tone={life.tone}
          label={`${t(`clock.${life.kind}`)}: ${left}`}
        />
      )}
      <Text isQuiet isSmall>
        {bottle.typeCode} · {bottle.lotNo}
        {life && ` · ${t("until", { at: formatTime(life.endsAt, "minute") })}`}
      </Text>
      {refusal && <Text tone="bad">{say(refusal)}</Text>}
    </div>
  );
}
