import { useState } from "react";
import { FormProvider } from "react-hook-form";
import { useFieldRefusal, useZodForm } from "~/lib/form.ts";
import { useT } from "~/lib/i18n.ts";
import { useMay } from "~/lib/session.ts";
import { useCommand } from "~/lib/use-command.ts";
import { Button } from "~/ui/button.tsx";
import { DeleteButton } from "~/ui/delete-button.tsx";
import { Drawer } from "~/ui/dialog.tsx";
import { Form, FormActions } from "~/ui/form.tsx";
import { Notice } from "~/ui/notice.tsx";
import { Rejection } from "~/ui/rejection.tsx";
import { toast } from "~/ui/toast.tsx";
import { useUnsaved } from "~/ui/unsaved.tsx";
import { useWhyNot } from "~/ui/why-not.ts";
import { createThing, deleteThing, patchThing, readThing } from "../api/save-thing.ts";
import { ActiveField, CodeField } from "./shared-fields.tsx";
import type { Stored, Thing } from "./thing.ts";

export interface ThingDrawerProps<R extends Stored> {
  thing: Thing<R>;
  /** null: a new one. */
  row: R | null;
  /** What a new one begins with, e.g. the line it is added to. */
  preset?: Record<string, unknown>;
  onClose: () => void;
}

/** One row of master data: to read for everyone, to change for who may. */
export function ThingDrawer<R extends Stored>({ thing, preset, ...props }: ThingDrawerProps<R>) {
  const t = useT("plant");
  const { onClose } = props;
  const [row, setRow] = useState(props.row);
  const form = useZodForm(row ? thing.patch.omit({ version: true }) : thing.create, {
    ...thing.defaults(row),
    ...preset,
  });
  const { dirtyFields } = form.formState;
  const isDirty = Object.keys(dirtyFields).length > 0;
  const { leave, question } = useUnsaved(isDirty);
  const showAtField = useFieldRefusal(form, thing.fieldOfCode);
  const done = (text: string) => {
    toast(text);
    onClose();
  };
  const create = useCommand(createThing(thing.path), {
    touches: thing.touches,
    onDone: ({ code }) => done(t(`${thing.kind}.created`, { code })),
  });
  const change = useCommand(patchThing(thing.path), {
    touches: thing.touches,
    onDone: ({ code }) => done(t(`${thing.kind}.saved`, { code })),
  });
  const submit = form.handleSubmit((input) => {
    if (!row) return create.mutate(input, { onError: showAtField });
    const changed = Object.entries(input).filter(([name]) => name in dirtyFields);
    const { id, version } = row;
    change.mutate({ ...Object.fromEntries(changed), id, version }, { onError: showAtField });
  });
  const reload = async (old: R) => {
    const fresh = await readThing<R>(thing.path, thing.readKey(old));
    setRow(fresh);
    // What was typed stays; everything else becomes what is stored now.
    form.reset(thing.defaults(fresh), { keepDirtyValues: true });
    change.reset();
  };
  const error = create.error ?? change.error;
  const isAtField = Object.values(form.formState.errors).some((e) => e?.type === "server");
  const title = row ? `${row.code} · ${row.name}` : t(`${thing.kind}.create`);
  return (
    <Drawer isOpen onClose={() => leave(onClose)} title={title}>
      {question}
      <FormProvider {...form}>
        <Form onSubmit={submit}>
          <Fields thing={thing} row={row} />
          {error && !isAtField && <Rejection error={error} onReload={row && (() => reload(row))} />}
          <Actions
            thing={thing}
            row={row}
            isBusy={create.isPending || change.isPending}
            isUnchanged={row !== null && !isDirty}
            onDeleted={(code) => done(t(`${thing.kind}.deleted`, { code }))}
          />
        </Form>
      </FormProvider>
    </Drawer>
  );
}

/** A code is given once; the fields of a kind follow; what exists can be switched off. */
function Fields<R extends Stored>({ thing, row }: { thing: Thing<R>; row: R | null }) {
  const t = useT("plant");
  const whyNot = useWhyNot();
  const isFixed = useIsFixed(thing, row);
  const lock = row?.source === "ERP" ? t("ownedByErp") : whyNot(thing.permission);
  return (
    <>
      {isFixed && <Notice tone="wait" title={lock} />}
      <fieldset disabled={isFixed} className="flex min-w-0 flex-col gap-4">
        {!row && <CodeField />}
        <thing.Fields row={row} />
        {row?.isActive !== undefined && <ActiveField kind={thing.kind} />}
      </fieldset>
    </>
  );
}

function useIsFixed<R extends Stored>(thing: Thing<R>, row: R | null): boolean {
  const may = useMay(thing.permission);
  return !may || row?.source === "ERP";
}

interface ActionsProps<R extends Stored> {
  thing: Thing<R>;
  row: R | null;
  isBusy: boolean;
  isUnchanged: boolean;
  onDeleted: (code: string) => void;
}

function Actions<R extends Stored>(props: ActionsProps<R>) {
  const { thing, row, isBusy, isUnchanged, onDeleted } = props;
  const t = useT("plant");
  const remove = useCommand((old: R) => deleteThing(thing.path, old), {
    touches: thing.touches,
    onDone: () => row && onDeleted(row.code),
  });
  if (useIsFixed(thing, row)) return null;
  return (
    <FormActions isSticky>
      <Button
        type="submit"
        look="primary"
        isBusy={isBusy}
        disabledReason={isUnchanged ? t("nothingChanged") : null}
      >
        {row ? t("common:save") : t(`${thing.kind}.create`)}
      </Button>
      {row && (
        <DeleteButton
          question={t(`${thing.kind}.delete`, { code: row.code })}
          onConfirm={() => remove.mutateAsync(row)}
        />
      )}
    </FormActions>
  );
}
