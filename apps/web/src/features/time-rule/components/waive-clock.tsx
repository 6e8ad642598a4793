import type { ClockCard } from "@lineside/domain/time-rule";
import { Hand } from "lucide-react";
import { useLocalName, useT } from "~/lib/i18n.ts";
import { useMay } from "~/lib/session.ts";
import { useCommand } from "~/lib/use-command.ts";
import { ReasonButton } from "~/ui/reason-button.tsx";
import { useResolver } from "~/ui/refusal.tsx";
import { Text } from "~/ui/text.tsx";
import { clocksKey, waiveClock } from "../api/clocks.ts";

interface WaiveClockProps {
  clock: ClockCard;
  /** Others are told whose job it is once it matters. */
  isDue: boolean;
}

/** Somebody answers for the lost time, with a reason; everybody else sees who could. */
export function WaiveClock({ clock, isDue }: WaiveClockProps) {
  const t = useT("time-rule");
  const local = useLocalName();
  const may = useMay("clock:waive");
  const resolver = useResolver();
  const waive = useCommand(waiveClock, { touches: [clocksKey] });
  if (!clock.isWaivable) return isDue && <Note>{t("notWaivable")}</Note>;
  if (!may) return isDue && <Note>{t("waivedBy", { who: resolver("clock:waive") })}</Note>;
  return (
    <ReasonButton
      size="small"
      icon={Hand}
      label={t("waive")}
      question={t("waiveQuestion", {
        rule: local({ name: clock.ruleName, nameZh: clock.ruleNameZh }),
        subject: clock.subjectKey,
      })}
      onConfirm={(reason) => waive.mutateAsync({ id: clock.id, reason })}
    />
  );
}

function Note({ children }: { children: string }) {
  return (
    <Text isQuiet isSmall>
      {children}
    </Text>
  );
}
