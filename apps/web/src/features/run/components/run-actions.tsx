import type { RunAnswer } from "@lineside/domain/work-order";
import { Ban, Hand, Play } from "lucide-react";
import { useState } from "react";
import { useT } from "~/lib/i18n.ts";
import { Field } from "~/ui/field.tsx";
import { Select } from "~/ui/input.tsx";
import { ReasonButton } from "~/ui/reason-button.tsx";
import { useWhyNot } from "~/ui/why-not.ts";
import { useMove } from "./use-move.ts";

/** What may be done with an open run at any gate; a held one is resumed where its reason stands. */
export function RunActions({ run }: { run: RunAnswer }) {
  if (run.state === "COMPLETED" || run.state === "CANCELLED") return null;
  return (
    <>
      {run.state !== "ON_HOLD" && <HoldButton run={run} />}
      <CancelButton run={run} />
    </>
  );
}

const holdCodes = ["EQUIPMENT", "MATERIAL", "QUALITY", "PROCESS", "PLANNING", "OTHER"] as const;

function HoldButton({ run }: { run: RunAnswer }) {
  const t = useT("run");
  const whyNot = useWhyNot();
  const move = useMove(run.runNo);
  const [code, setCode] = useState<string>("EQUIPMENT");
  return (
    <ReasonButton
      icon={Hand}
      label={t("hold")}
      question={t("holdQuestion")}
      disabledReason={whyNot("run:hold")}
      onConfirm={(reason) => move("hold", { code, reason })}
    >
      <Field label={t("holdCode")} isRequired>
        <Select
          value={code}
          onChange={(event) => setCode(event.target.value)}
          choices={holdCodes.map((value) => ({ value, label: t(`hold.${value}`) }))}
        />
      </Field>
    </ReasonButton>
  );
}

export function ResumeButton({ run }: { run: RunAnswer }) {
  const t = useT("run");
  const whyNot = useWhyNot();
  const move = useMove(run.runNo);
  return (
    <ReasonButton
      look="primary"
      icon={Play}
      label={t("resume")}
      reason="none"
      question={t("resumeQuestion")}
      disabledReason={whyNot("run:hold")}
      onConfirm={() => move("resume")}
    />
  );
}

/** Before the first board only; what becomes of the serial numbers is said before it is done. */
function CancelButton({ run }: { run: RunAnswer }) {
  const t = useT("run");
  const whyNot = useWhyNot();
  const move = useMove(run.runNo);
  const { total } = run.counts;
  return (
    <ReasonButton
      look="danger"
      icon={Ban}
      label={t("cancel")}
      question={total > 0 ? t("cancelWithUnits", { count: total }) : t("cancelQuestion")}
      disabledReason={whyNot(
        "run:cancel",
        run.actions.includes("cancel") ? null : t("cancelStarted"),
      )}
      onConfirm={(reason) => move("cancel", { reason })}
    />
  );
}
