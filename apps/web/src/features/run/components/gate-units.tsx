import type { RunAnswer } from "@lineside/domain/work-order";
import { LayoutGrid, Printer, Trash2 } from "lucide-react";
import { useState } from "react";
import { formatNumber } from "~/lib/format.ts";
import { useT } from "~/lib/i18n.ts";
import { onDemand } from "~/lib/on-demand.tsx";
import { useCommand } from "~/lib/use-command.ts";
import { Button } from "~/ui/button.tsx";
import { ButtonLink } from "~/ui/link.tsx";
import { ReasonButton } from "~/ui/reason-button.tsx";
import { Loading } from "~/ui/skeleton.tsx";
import { Text } from "~/ui/text.tsx";
import { useWhyNot } from "~/ui/why-not.ts";
import { deleteUnits } from "../api/runs.ts";

const GenerateForm = onDemand(() => import("./generate-form.tsx"), "GenerateForm");
const LabelRangeForm = onDemand(() => import("./label-range-form.tsx"), "LabelRangeForm");
const PanelDrawer = onDemand(() => import("./panel-drawer.tsx"), "PanelDrawer");

/** Where the run's serial numbers come from, and what may still be done with them. */
export function UnitsPanel({ run }: { run: RunAnswer }) {
  const t = useT("run");
  const { total } = run.counts;
  const isFirstScan = run.unitSource === "FIRST_SCAN";
  return (
    <>
      <p>
        <Text isStrong>
          {t("unitsOfPlan", { total: formatNumber(total), planQty: formatNumber(run.planQty) })}
        </Text>{" "}
        <Text isQuiet>{t(`unitSource.${run.unitSource}`)}</Text>
      </p>
      {isFirstScan && <p>{t("firstScanHint")}</p>}
      {!isFirstScan && total < run.planQty && <MakeUnits run={run} />}
      <div className="flex flex-wrap gap-2">
        {total > 0 && (
          <ButtonLink to="/runs/$runNo/labels" params={{ runNo: run.runNo }} icon={Printer}>
            {t("printLabels")}
          </ButtonLink>
        )}
        {total > 0 && <PanelButton run={run} />}
        {total > 0 && <DeleteButton run={run} />}
      </div>
    </>
  );
}

function MakeUnits({ run }: { run: RunAnswer }) {
  const t = useT("run");
  const whyNot = useWhyNot();
  const isOpen = run.state === "PREP" || run.state === "AUTHORIZED";
  const reason = whyNot("run:units", isOpen ? null : t("unitsBeforeStart"));
  return run.unitSource === "GENERATED" ? (
    <GenerateForm run={run} disabledReason={reason} waiting={<Loading lines={2} />} />
  ) : (
    <LabelRangeForm run={run} disabledReason={reason} waiting={<Loading lines={3} />} />
  );
}

function PanelButton({ run }: { run: RunAnswer }) {
  const t = useT("run");
  const whyNot = useWhyNot();
  const [isOpen, setOpen] = useState(false);
  const isEnded = run.endedAt !== null;
  return (
    <>
      <Button
        icon={LayoutGrid}
        {...PanelDrawer.reach}
        onClick={() => setOpen(true)}
        disabledReason={whyNot("run:units", isEnded ? t("runEnded") : null)}
      >
        {t("bindPanel")}
      </Button>
      {isOpen && <PanelDrawer run={run} onClose={() => setOpen(false)} />}
    </>
  );
}

function DeleteButton({ run }: { run: RunAnswer }) {
  const t = useT("run");
  const whyNot = useWhyNot();
  const remove = useCommand(deleteUnits, { touches: [["runs"]] });
  const isStarted = run.startedAt !== null;
  return (
    <ReasonButton
      look="danger"
      icon={Trash2}
      label={t("deleteUnits")}
      reason="none"
      question={t("deleteUnitsQuestion", { count: run.counts.total })}
      disabledReason={whyNot(
        "run:units",
        run.endedAt !== null ? t("runEnded") : isStarted ? t("deleteStarted") : null,
      )}
      onConfirm={() => remove.mutateAsync({ runNo: run.runNo })}
    />
  );
}
