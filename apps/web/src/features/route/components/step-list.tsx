import type { OperationRow } from "@lineside/domain/plant";
import type { CompileError, DraftStep, RouteDetail } from "@lineside/domain/routing";
import { useQuery } from "@tanstack/react-query";
import { ArrowDown, ArrowUp, CircleX, EllipsisVertical, Trash2 } from "lucide-react";
import { useState } from "react";
import { useLocalName, useT } from "~/lib/i18n.ts";
import { IconButton } from "~/ui/button.tsx";
import { Combobox } from "~/ui/combobox.tsx";
import { Empty } from "~/ui/empty.tsx";
import { Field } from "~/ui/field.tsx";
import { Kbd } from "~/ui/kbd.tsx";
import { Menu, MenuItem } from "~/ui/menu.tsx";
import { SortableList } from "~/ui/sortable-list.tsx";
import { StationTypeBadge } from "~/ui/station-type.tsx";
import { Badge } from "~/ui/status-pill.tsx";
import { Code, Text } from "~/ui/text.tsx";
import { operationsQuery } from "../api/choices.ts";
import type { Preview } from "../api/route.ts";
import type { StepDraft, StepsEdit } from "./use-steps-edit.ts";
import { useFaultText } from "./words.ts";

interface StepListProps {
  route: RouteDetail;
  preview: Preview | undefined;
  edit: StepsEdit;
  isFixed: boolean;
  selected: string | null;
  onSelect: (key: string) => void;
}

/** The sequence, each step with what a compile makes of it and what stands in its way. */
export function StepList(props: StepListProps) {
  const { route, preview, edit, isFixed, selected, onSelect } = props;
  const t = useT("route");
  const local = useLocalName();
  const operations = useQuery(operationsQuery).data ?? [];
  const operationOf = (step: StepDraft) => operations.find(({ id }) => id === step.operationId);
  const numberAt = (at: number) =>
    route.source === "ERP" || !edit.isDirty ? edit.steps[at]?.stepNo : (at + 1) * 10;
  const faultsOf = (step: StepDraft) =>
    preview?.errors.filter(({ stepNo }) => stepNo !== null && stepNo === step.stepNo) ?? [];
  const remove = (step: StepDraft) => edit.remove(step.key);
  return (
    <div className="flex flex-col gap-3">
      {edit.steps.length === 0 && <Empty title={t("noSteps")} hint={t("noStepsHint")} />}
      {edit.steps.length > 0 && (
        <SortableList
          label={t("steps")}
          items={edit.steps}
          keyOf={(step) => step.key}
          onMove={isFixed ? undefined : edit.move}
          handleLabel={(step) => t("drag", { name: operationOf(step)?.code })}
          isSelected={(step) => step.key === selected}
          isFaulty={(step) => faultsOf(step).length > 0}
          onSelect={(step) => onSelect(step.key)}
          onRemove={isFixed ? undefined : remove}
          render={(step, at) => (
            <div className="flex items-start gap-2">
              <StepLine
                no={numberAt(at)}
                title={nameOf(operationOf(step), local)}
                code={operationOf(step)?.code ?? "–"}
                step={step}
                compiled={preview?.snapshot.steps.find(({ stepNo }) => stepNo === step.stepNo)}
                faults={faultsOf(step)}
              />
              {!isFixed && <StepMenu edit={edit} at={at} />}
            </div>
          )}
        />
      )}
      {!isFixed && (
        <>
          <AddStep
            operations={operations.filter(
              ({ isActive, processType }) =>
                isActive && (processType === null || processType === route.processType),
            )}
            onAdd={(operationId) => onSelect(edit.add(operationId))}
          />
          <Text isQuiet isSmall className="flex flex-wrap items-center gap-x-3 gap-y-1">
            <Hint keys="↑ ↓" text={t("keys.walk")} />
            <Hint keys="Alt ↑ ↓" text={t("keys.move")} />
            <Hint keys="Delete" text={t("keys.remove")} />
          </Text>
        </>
      )}
    </div>
  );
}

function nameOf(operation: OperationRow | undefined, local: ReturnType<typeof useLocalName>) {
  return operation ? local(operation) : "–";
}

function Hint({ keys, text }: { keys: string; text: string }) {
  return (
    <span className="inline-flex items-center gap-1.5 pointer-coarse:hidden">
      <Kbd keys={keys} /> {text}
    </span>
  );
}

interface StepLineProps {
  no: number | null | undefined;
  title: string;
  code: string;
  step: StepDraft;
  compiled: DraftStep | undefined;
  faults: readonly CompileError[];
}

function StepLine({ no, title, code, step, compiled, faults }: StepLineProps) {
  const t = useT("route");
  const sayFault = useFaultText();
  return (
    <div className="flex min-w-0 flex-1 flex-col gap-1 py-1">
      <div className="flex flex-wrap items-baseline gap-x-2">
        <Text isQuiet className="w-8">
          {no ?? "·"}
        </Text>
        <Text isStrong>{step.name ?? title}</Text>
        <Code value={code} />
        {step.id === null && <Badge tone="wait">{t("new")}</Badge>}
      </div>
      {step.id !== null && compiled && <StepFacts compiled={compiled} />}
      {faults.map((fault) => (
        <Text key={`${fault.code} ${JSON.stringify(fault.context)}`} tone="bad" isSmall>
          <span className="flex gap-1.5 ps-10">
            <CircleX aria-hidden className="mt-0.5 size-3.5 shrink-0" />
            <span>{sayFault(fault)}</span>
          </span>
        </Text>
      ))}
    </div>
  );
}

/** How a step is executed, short enough for its row. */
function StepFacts({ compiled }: { compiled: DraftStep }) {
  const t = useT("route");
  const { stationType, stationGroup, allowedStations, captureItems } = compiled;
  const stations = allowedStations.map(({ code }) => code).join(" / ");
  return (
    <div className="flex flex-wrap items-center gap-x-2 gap-y-1 ps-10">
      {stationType && <StationTypeBadge type={stationType} />}
      {stationGroup && <Badge>{t("groupOf", { code: stationGroup.code })}</Badge>}
      {stations && (
        <Text isSmall className="break-words">
          {stations}
        </Text>
      )}
      {compiled.requiresFai && <Badge>{t("fai")}</Badge>}
      {!compiled.requiresAuthorization && <Badge>{t("noAuthorization")}</Badge>}
      {captureItems.length > 0 && (
        <Text isQuiet isSmall>
          {t("captureCount", { count: captureItems.length })}
        </Text>
      )}
    </div>
  );
}

/** For hands without a mouse wheel or a keyboard: what dragging and keys do, one tap at a time. */
function StepMenu({ edit, at }: { edit: StepsEdit; at: number }) {
  const t = useT("route");
  const step = edit.steps[at] as StepDraft;
  const isLast = at === edit.steps.length - 1;
  return (
    <Menu trigger={<IconButton size="small" icon={EllipsisVertical} label={t("stepActions")} />}>
      <MenuItem icon={ArrowUp} isDisabled={at === 0} onSelect={() => edit.move(at, at - 1)}>
        {t("moveUp")}
      </MenuItem>
      <MenuItem icon={ArrowDown} isDisabled={isLast} onSelect={() => edit.move(at, at + 1)}>
        {t("moveDown")}
      </MenuItem>
      <MenuItem icon={Trash2} isDanger onSelect={() => edit.remove(step.key)}>
        {t("removeStep")}
      </MenuItem>
    </Menu>
  );
}

interface AddStepProps {
  operations: readonly OperationRow[];
  onAdd: (operationId: string) => void;
}

function AddStep({ operations, onAdd }: AddStepProps) {
  const t = useT("route");
  const local = useLocalName();
  // A fresh box after every choice, ready for the next one.
  const [count, setCount] = useState(0);
  return (
    <Field label={t("addStep")}>
      <Combobox
        key={count}
        items={operations.map((operation) => ({
          value: operation.id,
          label: `${operation.code} ${local(operation)}`,
        }))}
        value={null}
        placeholder={t("addStepHint")}
        onChange={(value) => {
          if (!value) return;
          setCount(count + 1);
          onAdd(value);
        }}
      />
    </Field>
  );
}
