import type { JudgedValue, TrackOutAnswer } from "@lineside/domain/execution";
import {
  Check,
  CloudOff,
  Hand as HandIcon,
  IdCard,
  Layers,
  LogIn,
  TriangleAlert,
  Undo2,
  X,
} from "lucide-react";
import { formatNumber } from "~/lib/format.ts";
import { useLocalName, useT } from "~/lib/i18n.ts";
import { NextMove, VerdictCover, VerdictFacts } from "~/ui/verdict.tsx";
import type { Verdict } from "../loop-types.ts";
import { RefusalView } from "./refusal-view.tsx";
import { useStepText } from "./step-text.tsx";
import { Understood } from "./understood.tsx";

/** The answer to the last scan, over the whole screen. */
export function VerdictView({ verdict, onClose }: { verdict: Verdict; onClose: () => void }) {
  const t = useT("station");
  const step = useStepText();
  switch (verdict.kind) {
    case "REFUSED":
      return <RefusalView verdict={verdict} onClose={onClose} />;
    case "OUT":
      return <OutView answer={verdict.answer} onClose={onClose} />;
    case "IN": {
      const { unit, units, created } = verdict.answer;
      const isMany = units.length > 1;
      return (
        <VerdictCover
          tone="ok"
          icon={LogIn}
          word={t("verdict.in")}
          subject={subjectOf(verdict.answer)}
          lead={
            <>
              {step(unit.step)}
              {isMany && ` · ${t("boards", { count: units.length })}`}
              {created && ` · ${t("verdict.created", { runNo: unit.runNo })}`}
            </>
          }
        />
      );
    }
    case "UNDONE":
      return (
        <VerdictCover
          tone="wait"
          icon={Undo2}
          word={t("verdict.undone")}
          subject={subjectOf(verdict.answer)}
          lead={t("verdict.undoneLead", { count: verdict.answer.units.length })}
        />
      );
    case "OPERATOR":
      return (
        <VerdictCover
          tone="wait"
          icon={IdCard}
          word={t("verdict.operator")}
          subject={verdict.name}
          lead={t("verdict.operatorLead")}
        />
      );
    case "RUN":
      return (
        <VerdictCover
          tone="wait"
          icon={Layers}
          word={t("verdict.run")}
          subject={verdict.runNo}
          lead={t("verdict.runLead")}
        />
      );
    case "KEPT":
      return (
        <VerdictCover
          tone="warn"
          icon={CloudOff}
          word={t(`verdict.kept.${verdict.result}`)}
          subject={verdict.key}
          lead={t("verdict.keptLead")}
        />
      );
  }
}

interface Moved {
  unit: { sn: string; panelNo: string | null };
  units: readonly unknown[];
  panelNo?: string | null;
  carrierNo?: string | null | undefined;
}

/** What was scanned: the carrier, the panel, or the board itself. */
function subjectOf({ unit, units, panelNo, carrierNo }: Moved): string | null {
  if (carrierNo) return carrierNo;
  return units.length > 1 ? (panelNo ?? unit.panelNo) : unit.sn;
}

interface OutProps {
  answer: TrackOutAnswer;
  onClose: () => void;
}

function OutView({ answer, onClose }: OutProps) {
  const t = useT("station");
  const step = useStepText();
  const { units } = answer;
  const failed = units.filter(({ result }) => result === "FAIL");
  const held = units.filter((each) => each.unit.state === "ON_HOLD");
  const subject = subjectOf(answer);
  const passed = units.find((each) => each.nextStep);
  const way = passed?.nextStep ? t("verdict.next", { step: step(passed.nextStep) }) : null;
  const isDone = units.some((each) => each.unit.state === "DONE");
  const details =
    units.some((each) => each.alarm || each.isForcedFail) || held.length > 0 ? (
      <OutDetails answer={answer} onClose={onClose} />
    ) : undefined;
  if (failed.length > 0)
    return (
      <VerdictCover
        tone="bad"
        icon={X}
        word={
          units.length > 1
            ? t("verdict.failedOf", { failed: failed.length, total: units.length })
            : t("fail")
        }
        subject={subject}
        lead={t("verdict.failLead")}
      >
        {details}
      </VerdictCover>
    );
  if (held.length > 0)
    return (
      <VerdictCover tone="held" icon={HandIcon} word={t("verdict.held")} subject={subject}>
        {details}
      </VerdictCover>
    );
  return (
    <VerdictCover
      tone={details ? "warn" : "ok"}
      icon={details ? TriangleAlert : Check}
      word={t("pass")}
      subject={subject}
      lead={[
        way ?? (isDone ? t("verdict.done") : null),
        answer.runCompleted ? t("verdict.runDone") : null,
      ]
        .filter(Boolean)
        .join(" · ")}
    >
      {details}
    </VerdictCover>
  );
}

/** Which value was outside its limits, or which defect a machine had recorded. */
function OutDetails({ answer, onClose }: OutProps) {
  const t = useT("station");
  const local = useLocalName();
  const breaches = answer.units.flatMap(({ unit, judgements }) =>
    judgements
      .filter(({ judgement, onBreach }) => judgement === "FAIL" && onBreach !== "RECORD")
      .map((value) => ({ unit, value })),
  );
  const valueText = (judged: JudgedValue) => {
    const { value, unit } = judged;
    const limits = limitsText(judged);
    if (typeof value === "boolean") return t(value ? "yes" : "no");
    const text = typeof value === "number" ? formatNumber(value) : String(value);
    return t("verdict.outside", { value: text, unit: unit ?? "", limits });
  };
  const isHeld = answer.units.some(({ unit }) => unit.state === "ON_HOLD");
  const isForced = answer.units.some((each) => each.isForcedFail);
  return (
    <>
      <NextMove icon={isHeld || isForced ? HandIcon : TriangleAlert}>
        {isForced ? t("verdict.forced") : t(isHeld ? "next.putAside" : "verdict.alarm")}
      </NextMove>
      <VerdictFacts
        items={breaches.map(({ unit, value }) => [
          `${answer.units.length > 1 ? `${unit.carrierPosition ?? unit.panelPosition ?? unit.sn} · ` : ""}${local(value)}`,
          valueText(value),
        ])}
      />
      <Understood onClose={onClose} />
    </>
  );
}

/** `235 – 250`, `≤ 25`, `≥ 3`; nothing without limits. */
export function limitsText(item: { lowerLimit: number | null; upperLimit: number | null }): string {
  const { lowerLimit: lower, upperLimit: upper } = item;
  if (lower !== null && upper !== null) return `${formatNumber(lower)} – ${formatNumber(upper)}`;
  if (lower !== null) return `≥ ${formatNumber(lower)}`;
  return upper !== null ? `≤ ${formatNumber(upper)}` : "";
}
