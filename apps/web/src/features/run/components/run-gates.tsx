import type { RunAnswer, RunProgress } from "@lineside/domain/work-order";
import { formatNumber } from "~/lib/format.ts";
import { useT } from "~/lib/i18n.ts";
import { GateStepper } from "~/ui/gate-stepper.tsx";
import { Section } from "~/ui/page.tsx";
import { Time } from "~/ui/time.tsx";
import { type GateKey, gateKeys, gatesOf } from "../gates.ts";
import { AuthorizePanel } from "./gate-authorize.tsx";
import { ClosePanel } from "./gate-close.tsx";
import { PreparePanel } from "./gate-prepare.tsx";
import { RunPanel } from "./gate-run.tsx";
import { UnitsPanel } from "./gate-units.tsx";

interface RunGatesProps {
  run: RunAnswer;
  progress: RunProgress | undefined;
  /** The gate named in the URL; without one, the gate to work on. */
  chosen: string | undefined;
  onChoose: (gate: GateKey) => void;
}

/** The gates of the run in order; the one to work on is open. */
export function RunGates({ run, progress, chosen, onChoose }: RunGatesProps) {
  const t = useT("run");
  const states = gatesOf(run);
  const notes = useNotes(run);
  const selected = gateKeys.find((key) => key === chosen) ?? states.current ?? "close";
  return (
    <div className="flex flex-col gap-3">
      <GateStepper
        label={t("gates")}
        selected={selected}
        onSelect={(key) => onChoose(key as GateKey)}
        gates={gateKeys.map((key) => ({
          key,
          name: t(`gate.${key}`),
          state: states[key],
          note: notes[key],
        }))}
      />
      <Section isFramed title={t(`gate.${selected}`)} lead={t(`gate.${selected}.lead`)}>
        {selected === "prepare" && <PreparePanel run={run} />}
        {selected === "units" && <UnitsPanel run={run} />}
        {selected === "authorize" && <AuthorizePanel run={run} onUnits={() => onChoose("units")} />}
        {selected === "run" && <RunPanel run={run} />}
        {selected === "close" && <ClosePanel run={run} progress={progress} />}
      </Section>
    </div>
  );
}

/** One line under each gate. */
function useNotes(run: RunAnswer): Record<GateKey, React.ReactNode> {
  const t = useT("run");
  const { counts, planQty } = run;
  const of = (made: number) => `${formatNumber(made)} / ${formatNumber(planQty)}`;
  const blocks = (run.gate?.findings ?? []).filter((found) => found.severity === "BLOCK").length;
  return {
    prepare:
      blocks > 0 ? t("blocking", { count: blocks }) : `${run.lineCode} · v${run.routeVersionNo}`,
    units:
      run.unitSource === "FIRST_SCAN" && counts.total === 0 ? t("atFirstScan") : of(counts.total),
    authorize: run.authorizedAt && <Time at={run.authorizedAt} style="minute" zone={false} />,
    run: run.startedAt && of(counts.done),
    close: run.endedAt && <Time at={run.endedAt} style="minute" zone={false} />,
  };
}
