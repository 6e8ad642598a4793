import type { ClockCard } from "@lineside/domain/time-rule";
import { addressOf } from "~/shell/feature.ts";
import { TextLink } from "~/ui/link.tsx";
import { Sn } from "~/ui/sn.tsx";

/** The board or the bottle whose time it is, where a screen shows such things. */
export function SubjectLink({ clock }: { clock: Pick<ClockCard, "subjectType" | "subjectKey"> }) {
  const kind = clock.subjectType === "UNIT" ? "UNIT" : "PASTE_BOTTLE";
  const address = addressOf(kind, clock.subjectKey);
  const name = <Sn value={clock.subjectKey} />;
  return address ? <TextLink to={address as "/"}>{name}</TextLink> : name;
}

export function RunLink({ runNo }: { runNo: string }) {
  const address = addressOf("RUN", runNo);
  const name = <Sn value={runNo} />;
  return address ? <TextLink to={address as "/"}>{name}</TextLink> : name;
}
