import type { MappingBenchAnswer } from "@lineside/domain/ingest";
import {
  type ConfigPut,
  type ConfigRow,
  checkMapping,
  type DraftStep,
  type IngestMapping,
  type MachineStationType,
  type RouteDetail,
  type StepRow,
  standardMapping,
} from "@lineside/domain/routing";
import { useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { useT } from "~/lib/i18n.ts";
import { useMay } from "~/lib/session.ts";
import { useCommand } from "~/lib/use-command.ts";
import { Button } from "~/ui/button.tsx";
import { Notice } from "~/ui/notice.tsx";
import { Rejection } from "~/ui/rejection.tsx";
import { SaveBar } from "~/ui/save-bar.tsx";
import { Text } from "~/ui/text.tsx";
import { useUnsaved } from "~/ui/unsaved.tsx";
import { benchQuery } from "../api/bench.ts";
import { putConfig } from "../api/edit-route.ts";
import { unreadable, withPicked } from "../mapping-draft.ts";
import { MappingBench } from "./mapping-bench.tsx";
import { MappingFields } from "./mapping-fields.tsx";

export interface MappingPlace {
  route: RouteDetail;
  step: StepRow;
  draft: DraftStep;
  type: MachineStationType;
  scope: "STEP" | "OPERATION";
  /** What the scope says now; undefined: nothing. */
  row: ConfigRow | undefined;
}

/** The mapping of one scope, and beside it the bench that tries it on a real event. */
export function MappingEditor({ place }: { place: MappingPlace }) {
  const { draft, type } = place;
  const t = useT("mapping");
  const may = useMay("route:configure");
  const edit = useMappingEdit(place);
  const [text, setText] = useState("");
  const [active, setActive] = useState<string | null>(null);
  const wrong = unreadable(edit.mapping);
  const bench = useBench(place.step.id, edit.mapping, wrong.size === 0 && may ? text : "");
  const { question } = useUnsaved(edit.isDirty);
  return (
    <div className="flex flex-col gap-4">
      {question}
      <Faults mapping={edit.mapping} draft={draft} isSaid={edit.isSaid} />
      <div className="grid items-start gap-5 xl:grid-cols-2">
        <fieldset disabled={!may} className="flex min-w-0 flex-col gap-4">
          <MappingFields
            mapping={edit.mapping}
            step={draft}
            type={type}
            bench={bench.data}
            wrong={wrong}
            active={active}
            onActive={setActive}
            onChange={edit.change}
          />
        </fieldset>
        <div className="min-w-0 xl:sticky xl:top-16 xl:max-h-[calc(100dvh-5rem)] xl:overflow-y-auto">
          <MappingBench
            step={draft}
            text={text}
            onText={setText}
            answer={bench.data}
            error={bench.error}
            active={active}
            onPick={(path) => active && edit.change(withPicked(edit.mapping, active, path))}
          />
        </div>
      </div>
      {edit.save.error && <Rejection error={edit.save.error} onReload={edit.discard} />}
      {may && edit.isDirty && (
        <SaveBar
          actions={
            <>
              <Button
                look="primary"
                isBusy={edit.save.isPending}
                disabledReason={wrong.size > 0 ? t("fixFirst") : undefined}
                onClick={edit.submit}
              >
                {t("common:save")}
              </Button>
              <Button look="quiet" onClick={edit.discard}>
                {t("common:discard")}
              </Button>
            </>
          }
        >
          <Text>{t("unsaved")}</Text>
        </SaveBar>
      )}
      {may && !edit.isDirty && (
        <div className="flex flex-wrap gap-2">
          <Button onClick={() => edit.change(standardMapping(type))}>{t("useStandard")}</Button>
          {edit.isSaid && (
            <Button look="quiet" isBusy={edit.save.isPending} onClick={edit.remove}>
              {t("sayNothing")}
            </Button>
          )}
        </div>
      )}
    </div>
  );
}

/** What the compile would find wrong, before it is saved. */
function Faults(of: { mapping: IngestMapping; draft: DraftStep; isSaid: boolean }) {
  const t = useT("mapping");
  const tRoute = useT("route");
  const faults = checkMapping(of.mapping, of.draft);
  if (!of.isSaid && faults.length === 0) return <Notice tone="wait" title={t("notSaid")} />;
  if (faults.length === 0) return null;
  return (
    <Notice tone="warn" title={t("wouldNotCompile")}>
      <ul>
        {faults.map(({ field, reason, found }) => (
          <li key={`${field} ${reason}`}>
            {field}: {tRoute(`fault.${reason}`)} {found}
          </li>
        ))}
      </ul>
    </Notice>
  );
}

function useMappingEdit(place: MappingPlace) {
  const { row, draft, type } = place;
  const [edit, setEdit] = useState<{ version?: number; mapping: IngestMapping } | null>(null);
  const save = useCommand(putConfig, { touches: [["routes"]], onDone: () => setEdit(null) });
  const stored = row?.ingestMapping ?? draft.ingestMapping ?? standardMapping(type);
  const put = (ingestMapping: IngestMapping | null, version: number | undefined) =>
    save.mutate(toPut(place, ingestMapping, version));
  return {
    mapping: edit?.mapping ?? stored,
    isDirty: edit !== null,
    /** This scope says so itself. */
    isSaid: Boolean(row?.ingestMapping),
    save,
    change: (mapping: IngestMapping) =>
      setEdit({ version: edit ? edit.version : row?.version, mapping }),
    discard: () => {
      setEdit(null);
      save.reset();
    },
    submit: () => edit && put(edit.mapping, edit.version),
    remove: () => put(null, row?.version),
  };
}

/** The rest of what the scope says goes along as it is. */
function toPut(
  { scope, step, row }: MappingPlace,
  ingestMapping: IngestMapping | null,
  version: number | undefined,
): ConfigPut {
  const rest = {
    stationType: row?.stationType ?? null,
    stationGroupId: row?.stationGroupId ?? null,
    allowedStationIds: row?.allowedStationIds ?? null,
    requiresFai: row?.requiresFai ?? null,
    requiresAuthorization: row?.requiresAuthorization ?? null,
    captureItemIds: row?.captureItemIds ?? null,
    ...(version === undefined ? {} : { version }),
    ingestMapping,
  };
  return scope === "STEP"
    ? { scope, stepId: step.id, ...rest }
    : { scope, operationId: step.operationId, ...rest };
}

/** Asked once typing rests; the last answer stays while the next is on its way. */
function useBench(stepId: string, mapping: IngestMapping, event: string) {
  const [asked, setAsked] = useState({ mapping, event });
  useEffect(() => {
    const timer = setTimeout(() => setAsked({ mapping, event }), 350);
    return () => clearTimeout(timer);
  }, [mapping, event]);
  const ask = useQuery({ ...benchQuery({ stepId, ...asked }), enabled: asked.event !== "" });
  return {
    data: event === "" ? (undefined as MappingBenchAnswer | undefined) : ask.data,
    error: ask.error,
  };
}
