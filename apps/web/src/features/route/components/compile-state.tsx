import { diffVersions, type RouteDetail, type VersionChange } from "@lineside/domain/routing";
import { useQuery } from "@tanstack/react-query";
import { GitCompareArrows } from "lucide-react";
import { useState } from "react";
import { useT } from "~/lib/i18n.ts";
import { Button } from "~/ui/button.tsx";
import { CopyButton } from "~/ui/copy-button.tsx";
import { Drawer } from "~/ui/dialog.tsx";
import { ButtonLink } from "~/ui/link.tsx";
import { Notice } from "~/ui/notice.tsx";
import type { Compiled } from "../api/edit-route.ts";
import { type Preview, versionQuery } from "../api/route.ts";
import { ChangeList } from "./change-list.tsx";
import { useFaultLines, useFaultText } from "./words.ts";

interface CompileStateProps {
  route: RouteDetail;
  preview: Preview;
  /** The answer to the compile button, until the route changes again. */
  compiled: Compiled | null;
  /** Opens the step with this number. */
  onStep: (stepNo: number) => void;
}

/** Where the route stands: what a compile would refuse, what it would change, what it just did. */
export function CompileState({ route, preview, compiled, onStep }: CompileStateProps) {
  return (
    <div className="flex flex-col gap-3">
      {compiled && <Outcome route={route} compiled={compiled} />}
      {preview.errors.length === 0 && (
        <Pending route={route} preview={preview} isCompiled={compiled !== null} />
      )}
      {preview.errors.length > 0 && <Faults route={route} preview={preview} onStep={onStep} />}
    </div>
  );
}

function Outcome({ route, compiled }: { route: RouteDetail; compiled: Compiled }) {
  const t = useT("route");
  const { version, created } = compiled;
  const no = version.versionNo;
  const isReady = version.status === "READY";
  const tone = isReady ? "ok" : "warn";
  if (!created)
    return (
      <Notice tone={tone} title={t(isReady ? "compiled.same" : "compiled.sameInvalid", { no })} />
    );
  return (
    <Notice
      tone={tone}
      title={t(isReady ? "compiled.ready" : "compiled.invalid", { no })}
      action={
        no > 1 && (
          <ButtonLink
            size="small"
            icon={GitCompareArrows}
            to="/routes/$code/diff/$from/$to"
            params={{ code: route.code, from: String(no - 1), to: String(no) }}
          >
            {t("seeChanges")}
          </ButtonLink>
        )
      }
    >
      {isReady
        ? t("compiled.readyHint")
        : route.readyVersionNo
          ? t("runs.keep", { no: route.readyVersionNo })
          : t("runs.none")}
    </Notice>
  );
}

/** Errors of the route as a whole in full; those of steps stand at their step and are counted here. */
function Faults({ route, preview, onStep }: Omit<CompileStateProps, "compiled">) {
  const t = useT("route");
  const sayFault = useFaultText();
  const faultLines = useFaultLines();
  const { errors, snapshot } = preview;
  const ofRoute = errors.filter(({ stepNo }) => stepNo === null);
  const steps = new Set(errors.flatMap(({ stepNo }) => stepNo ?? []));
  return (
    <Notice
      tone="bad"
      title={t("faults", { count: errors.length })}
      action={
        <CopyButton
          label={t("copyFaults")}
          text={`${route.code}\n${faultLines(errors, snapshot.steps)}`}
        />
      }
    >
      {ofRoute.map((fault) => (
        <p key={fault.code}>{sayFault(fault)}</p>
      ))}
      {steps.size > 0 && (
        <p className="flex flex-wrap items-center gap-1">
          {t("faultsAtSteps")}
          {[...steps].map((no) => (
            <Button key={no} look="quiet" size="small" onClick={() => onStep(no)}>
              {no} {snapshot.steps.find(({ stepNo }) => stepNo === no)?.operation?.code}
            </Button>
          ))}
        </p>
      )}
      {route.readyVersionNo !== null && <p>{t("runs.keep", { no: route.readyVersionNo })}</p>}
    </Notice>
  );
}

interface PendingProps {
  route: RouteDetail;
  preview: Preview;
  /** The outcome of a compile is shown; that nothing changed since goes without saying. */
  isCompiled: boolean;
}

/** Nothing stands in the way: what the next compile would change against the newest version. */
function Pending({ route, preview, isCompiled }: PendingProps) {
  const t = useT("route");
  const [isOpen, setOpen] = useState(false);
  const no = route.latestVersion?.versionNo;
  const latest = useQuery({ ...versionQuery(route.code, no ?? 0), enabled: no !== undefined });
  if (no === undefined)
    return (
      <Notice tone="wait" title={t("pending.never")}>
        {t("pending.neverHint")}
      </Notice>
    );
  if (!latest.data) return null;
  const before = latest.data.snapshot;
  const changes = diffVersions(before, preview.snapshot);
  if (changes.length === 0 && latest.data.status === "READY")
    return isCompiled ? null : <Notice tone="ok" title={t("pending.none", { no })} />;
  const nameOf = (change: VersionChange) => {
    const { steps } =
      change.kind === "REMOVED" && change.field === "step" ? before : preview.snapshot;
    return steps.find(({ stepNo }) => stepNo === change.stepNo)?.operation?.code ?? null;
  };
  return (
    <Notice
      tone="wait"
      title={t("pending.changes", { count: changes.length, no })}
      action={
        <Button size="small" icon={GitCompareArrows} onClick={() => setOpen(true)}>
          {t("seeChanges")}
        </Button>
      }
    >
      {t("pending.hint")}
      <Drawer
        isOpen={isOpen}
        onClose={() => setOpen(false)}
        title={t("pending.changes", { count: changes.length, no })}
        lead={t("pending.hint")}
        isWide
      >
        <ChangeList changes={changes} nameOf={nameOf} />
      </Drawer>
    </Notice>
  );
}
