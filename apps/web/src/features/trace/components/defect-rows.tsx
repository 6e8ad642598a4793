import type { TraceAnswer } from "@lineside/domain/trace";
import { useLocalName, useT } from "~/lib/i18n.ts";
import { RailRow } from "~/ui/rail.tsx";
import { statusOf } from "~/ui/status.ts";
import { StatusPill, useStateText } from "~/ui/status-pill.tsx";
import { Text } from "~/ui/text.tsx";
import type { Entry } from "../story.ts";
import { onRail, type RowPlace, useStepText } from "./row-place.ts";
import { When } from "./when.tsx";

interface DefectRowProps {
  entry: Extract<Entry, { kind: "defect" }>;
  place: RowPlace;
}

/** A defect: the board leaves the line here until it is decided and proved. */
export function DefectRow({ entry, place }: DefectRowProps) {
  const t = useT("trace");
  const local = useLocalName();
  const { defect } = entry;
  const isWithdrawn = defect.state === "WITHDRAWN";
  const name = local({ name: defect.name ?? "", nameZh: defect.nameZh });
  return (
    <RailRow
      {...onRail(place)}
      tone={isWithdrawn ? "none" : "bad"}
      icon={statusOf("defect", isWithdrawn ? "WITHDRAWN" : "RECORDED").icon}
      isStruck={isWithdrawn}
      when={<When at={defect.createdAt} withDay={place.isNewDay} />}
      title={
        <>
          {defect.code} {name}
        </>
      }
      facts={[
        defect.location && t("at", { location: defect.location }),
        defect.qty > 1 && `× ${defect.qty}`,
        defect.createdByName,
      ]
        .filter(Boolean)
        .join(" · ")}
      end={
        <>
          {defect.severity && <StatusPill kind="grade" state={defect.severity} />}
          <StatusPill kind="defect" state={defect.state} />
        </>
      }
    >
      {defect.remark && <p>{defect.remark}</p>}
    </RailRow>
  );
}

interface DecisionRowProps {
  trace: TraceAnswer;
  entry: Extract<Entry, { kind: "decision" }>;
  place: RowPlace;
}

/** What quality decided about a defect, and where the board goes by it. */
export function DecisionRow({ trace, entry, place }: DecisionRowProps) {
  const t = useT("trace");
  const stepText = useStepText(trace);
  const stateText = useStateText("disposition");
  const { defect, by, at } = entry;
  const disposition = defect.disposition ?? "HOLD";
  const step = defect.reworkStepNo === null ? "" : stepText(defect.reworkStepNo);
  return (
    <RailRow
      {...onRail(place)}
      {...statusOf("disposition", disposition)}
      when={<When at={at} withDay={place.isNewDay} />}
      title={step ? t("reworkTo", { step }) : stateText(disposition)}
      facts={[`${defect.code} ${defect.location ?? ""}`.trim(), by].filter(Boolean).join(" · ")}
    >
      {defect.dispositionReason && <Text>{defect.dispositionReason}</Text>}
    </RailRow>
  );
}
