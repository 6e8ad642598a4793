import type { RouteDetail } from "@lineside/domain/routing";
import { useQueryClient } from "@tanstack/react-query";
import { useRef, useState } from "react";
import { useCommand } from "~/lib/use-command.ts";
import { putSteps } from "../api/edit-route.ts";

export interface StepDraft {
  /** The step's id, or a name of its own until it is saved. */
  key: string;
  id: string | null;
  operationId: string;
  name: string | null;
  /** As saved; null: new. */
  stepNo: number | null;
}

export type StepsEdit = ReturnType<typeof useStepsEdit>;

/** The sequence while it is edited: kept aside until it is saved whole, so it can be discarded whole. */
export function useStepsEdit(route: RouteDetail, onSaved: (ids: string[]) => void) {
  const [edit, setEdit] = useState<{ version: number; steps: StepDraft[] } | null>(null);
  const count = useRef(0);
  const client = useQueryClient();
  const saved = route.steps.map(({ id, operationId, name, stepNo }) => ({
    key: id,
    id,
    operationId,
    name,
    stepNo,
  }));
  const steps: StepDraft[] = edit?.steps ?? saved;
  const change = (next: StepDraft[]) =>
    setEdit(isSame(next, saved) ? null : { version: edit?.version ?? route.version, steps: next });
  const save = useCommand(putSteps, {
    touches: [["routes"]],
    onDone: (answer) => {
      setEdit(null);
      onSaved(answer.steps.map(({ id }) => id));
    },
  });
  return {
    steps,
    isDirty: edit !== null,
    /** Somebody else saved the route since this edit began. */
    isStale: edit !== null && edit.version !== route.version && !save.isPending,
    hasRemoved: saved.some((step) => !steps.some(({ id }) => id === step.id)),
    save,
    submit: () =>
      edit &&
      save.mutate({
        routeCode: route.code,
        version: edit.version,
        steps: edit.steps.map(({ id, operationId, name }) => ({
          ...(id ? { id } : {}),
          operationId,
          name,
        })),
      }),
    discard: () => {
      setEdit(null);
      save.reset();
      void client.invalidateQueries({ queryKey: ["routes", route.code] });
    },
    move: (from: number, to: number) => {
      const next = [...steps];
      next.splice(to, 0, ...next.splice(from, 1));
      change(next);
    },
    add: (operationId: string) => {
      count.current += 1;
      const key = `new-${count.current}`;
      change([...steps, { key, id: null, operationId, name: null, stepNo: null }]);
      return key;
    },
    remove: (key: string) => change(steps.filter((step) => step.key !== key)),
    rename: (key: string, name: string | null) =>
      change(steps.map((step) => (step.key === key ? { ...step, name } : step))),
  };
}

function isSame(a: readonly StepDraft[], b: readonly StepDraft[]): boolean {
  const shown = (steps: readonly StepDraft[]) =>
    JSON.stringify(steps.map(({ id, operationId, name }) => [id, operationId, name]));
  return shown(a) === shown(b);
}
