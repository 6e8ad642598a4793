import { processTypes } from "@lineside/domain/plant";
import { type RouteCreate, type RouteRow, routeCreate, routePatch } from "@lineside/domain/routing";
import { Controller, FormProvider, useFormContext } from "react-hook-form";
import { z } from "zod";
import { useFieldRefusal, useZodForm } from "~/lib/form.ts";
import { formatTime } from "~/lib/format.ts";
import { useT } from "~/lib/i18n.ts";
import { plantDayStart } from "~/lib/plant-day.ts";
import { useCommand } from "~/lib/use-command.ts";
import { Button } from "~/ui/button.tsx";
import { Drawer } from "~/ui/dialog.tsx";
import { Field } from "~/ui/field.tsx";
import { FieldRow, Form, FormActions } from "~/ui/form.tsx";
import { Checkbox, CodeInput, Input } from "~/ui/input.tsx";
import { Notice } from "~/ui/notice.tsx";
import { Rejection } from "~/ui/rejection.tsx";
import { Segmented } from "~/ui/segmented.tsx";
import { toast } from "~/ui/toast.tsx";
import { useUnsaved } from "~/ui/unsaved.tsx";
import { createRoute, patchRoute } from "../api/edit-route.ts";
import { ProductField } from "./product-field.tsx";

interface RouteDrawerProps {
  /** null: a new one. */
  route: RouteRow | null;
  onClose: () => void;
  onSaved?: (code: string) => void;
  onReload?: () => void;
}

const fieldOfCode = { ROUTE_CODE_DUPLICATE: "code", PRODUCT_NOT_FOUND: "productId" } as const;

/** Without its rule across two fields, which the server checks, so that fields can be left out. */
const routePatchFields = z.object(routePatch.shape).omit({ version: true });

/** What a route is called, what it is for and when it is in effect. */
export function RouteDrawer({ route, onClose, onSaved, onReload }: RouteDrawerProps) {
  const t = useT("route");
  const schema: z.ZodObject = route ? routePatchFields : routeCreate;
  const form = useZodForm(schema, {
    ...(route ? { isActive: route.isActive } : { code: "" }),
    name: route?.name ?? "",
    processType: route?.processType ?? "SMT",
    productId: route?.productId ?? null,
    effectiveFrom: route?.effectiveFrom ?? null,
    effectiveTo: route?.effectiveTo ?? null,
  });
  const { dirtyFields } = form.formState;
  const isDirty = Object.keys(dirtyFields).length > 0;
  const { leave, release, question } = useUnsaved(isDirty);
  const showAtField = useFieldRefusal(form, fieldOfCode);
  const touches = [["routes"]];
  const done = ({ code }: { code: string }) => {
    toast(t("saved", { code }));
    release();
    onClose();
    onSaved?.(code);
  };
  const create = useCommand(createRoute, { touches, onDone: done });
  const change = useCommand(patchRoute, { touches, onDone: done });
  const submit = form.handleSubmit((input) => {
    if (!route) return create.mutate(input as RouteCreate, { onError: showAtField });
    const changed = Object.entries(input).filter(([name]) => name in dirtyFields);
    const head = { routeCode: route.code, version: route.version };
    change.mutate({ ...Object.fromEntries(changed), ...head }, { onError: showAtField });
  });
  const error = create.error ?? change.error;
  const isAtField = Object.values(form.formState.errors).some((e) => e?.type === "server");
  return (
    <Drawer
      isOpen
      onClose={() => leave(onClose)}
      title={t(route ? "edit" : "create")}
      lead={route?.code}
    >
      {question}
      <FormProvider {...form}>
        <Form onSubmit={submit}>
          <RouteFields route={route} />
          {error && !isAtField && <Rejection error={error} onReload={onReload} />}
          <FormActions isSticky>
            <Button
              type="submit"
              look="primary"
              isBusy={create.isPending || change.isPending}
              disabledReason={route && !isDirty ? t("nothingChanged") : null}
            >
              {route ? t("common:save") : t("create")}
            </Button>
          </FormActions>
        </Form>
      </FormProvider>
    </Drawer>
  );
}

function RouteFields({ route }: { route: RouteRow | null }) {
  const t = useT("route");
  const { control, register, formState } = useFormContext();
  const errorOf = (name: string) => formState.errors[name]?.message as string | undefined;
  const isErp = route?.source === "ERP";
  return (
    <>
      {isErp && <Notice tone="wait" title={t("erp.fields")} />}
      {!route && (
        <Field label={t("code")} hint={t("codeHint")} error={errorOf("code")} isRequired>
          <CodeInput {...register("code")} autoFocus />
        </Field>
      )}
      <Field label={t("name")} error={errorOf("name")} isRequired>
        <Input {...register("name")} readOnly={isErp} autoComplete="off" />
      </Field>
      <Field label={t("process")} error={errorOf("processType")} isGroup>
        <Controller
          control={control}
          name="processType"
          render={({ field }) => (
            <Segmented
              label={t("process")}
              choices={processTypes.map((value) => ({ value, label: value }))}
              value={field.value}
              onChange={field.onChange}
            />
          )}
        />
      </Field>
      <ProductField
        known={route?.productId ? { id: route.productId, code: route.productCode ?? "" } : null}
        isDisabled={isErp}
      />
      <FieldRow>
        <DayField name="effectiveFrom" label={t("effectiveFrom")} isDisabled={isErp} />
        <DayField name="effectiveTo" label={t("effectiveTo")} isDisabled={isErp} />
      </FieldRow>
      {route && <Checkbox {...register("isActive")} label={t("isActive")} hint={t("offHint")} />}
    </>
  );
}

/** A plant day; what is kept is the instant it begins. */
function DayField(props: { name: string; label: string; isDisabled: boolean }) {
  const { name, label, isDisabled } = props;
  const { control, formState } = useFormContext();
  return (
    <Field label={label} error={formState.errors[name]?.message as string | undefined}>
      <Controller
        control={control}
        name={name}
        render={({ field }) => (
          <Input
            type="date"
            disabled={isDisabled}
            value={field.value ? formatTime(field.value, "date") : ""}
            onChange={(event) => field.onChange(plantDayStart(event.target.value) ?? null)}
            onBlur={field.onBlur}
          />
        )}
      />
    </Field>
  );
}
