import type { PasteBottleRow } from "@lineside/domain/solder-paste";
import { useQuery } from "@tanstack/react-query";
import { PackageCheck } from "lucide-react";
import { useState } from "react";
import { Controller, FormProvider, useFormContext } from "react-hook-form";
import { z } from "zod";
import { asNumber, useFieldRefusal, useZodForm } from "~/lib/form.ts";
import { useT } from "~/lib/i18n.ts";
import { plantDayEnd } from "~/lib/plant-day.ts";
import { useCommand } from "~/lib/use-command.ts";
import { Button } from "~/ui/button.tsx";
import { Combobox } from "~/ui/combobox.tsx";
import { Drawer } from "~/ui/dialog.tsx";
import { Field } from "~/ui/field.tsx";
import { FieldRow, Form, FormActions } from "~/ui/form.tsx";
import { CodeInput, Input, NumberInput, Select, Textarea } from "~/ui/input.tsx";
import { Notice } from "~/ui/notice.tsx";
import { Refusal } from "~/ui/refusal.tsx";
import { Segmented } from "~/ui/segmented.tsx";
import { useUnsaved } from "~/ui/unsaved.tsx";
import { fridgesQuery, pasteTypesQuery } from "../api/choices.ts";
import { receiveBottles } from "../api/receive.ts";
import { suits } from "../suits.ts";
import { LabelChoices } from "./label-choices.tsx";

const fields = z.object({
  typeCode: z.string().min(1),
  lotNo: z.string().trim().min(1).max(64),
  expiresOn: z.string(),
  numbers: z.enum(["SERVER", "OWN"]),
  quantity: z.number().int().min(1).max(100).nullable(),
  bottleNos: z.string(),
  fridgeCode: z.string(),
  remark: z.string().trim().max(500),
});

type Fields = z.input<typeof fields>;

/** A delivery: one type, one lot, so many bottles; then their labels. */
export function ReceiveDrawer({ onClose }: { onClose: () => void }) {
  const t = useT("paste");
  const [received, setReceived] = useState<PasteBottleRow[] | null>(null);
  const form = useZodForm(fields, {
    typeCode: "",
    lotNo: "",
    expiresOn: "",
    numbers: "SERVER",
    quantity: 1,
    bottleNos: "",
    fridgeCode: "",
    remark: "",
  });
  const isDirty = Object.keys(form.formState.dirtyFields).length > 0 && received === null;
  const { leave, question } = useUnsaved(isDirty);
  const showAtField = useFieldRefusal(form, {
    PASTE_TYPE_INACTIVE: "typeCode",
    PASTE_TYPE_NOT_FOUND: "typeCode",
    PASTE_BOTTLE_EXISTS: "bottleNos",
    PASTE_EXPIRED: "expiresOn",
    PASTE_FRIDGE_UNSUITABLE: "fridgeCode",
    FRIDGE_INACTIVE: "fridgeCode",
  });
  const receive = useCommand(receiveBottles, {
    touches: [["paste-bottles"], ["fridges"]],
    onDone: ({ bottles }) => setReceived(bottles),
  });
  const submit = form.handleSubmit((input) =>
    receive.mutate(toInput(input), { onError: showAtField }),
  );
  const isAtField = Object.values(form.formState.errors).some((each) => each?.type === "server");
  return (
    <Drawer isOpen onClose={() => leave(onClose)} title={t("receive.title")}>
      {question}
      {received ? (
        <Received bottles={received} onClose={onClose} />
      ) : (
        <FormProvider {...form}>
          <Form onSubmit={submit}>
            <TypeAndLot />
            <HowMany />
            <WhereTo />
            {receive.error && !isAtField && <Refusal error={receive.error} />}
            <FormActions isSticky>
              <Button type="submit" look="primary" isBusy={receive.isPending}>
                {t("receive.title")}
              </Button>
            </FormActions>
          </Form>
        </FormProvider>
      )}
    </Drawer>
  );
}

function toInput(input: z.output<typeof fields>) {
  const { typeCode, lotNo, expiresOn, numbers, quantity, fridgeCode, remark } = input;
  const bottleNos = input.bottleNos.split(/[\s,;]+/).filter(Boolean);
  return {
    typeCode,
    lotNo,
    // The last moment of the day on the label, in plant time.
    expiresAt: expiresOn ? plantDayEnd(expiresOn) : undefined,
    ...(numbers === "OWN" ? { bottleNos } : { quantity: quantity ?? 1 }),
    fridgeCode: fridgeCode || undefined,
    remark: remark || undefined,
  };
}

function useType() {
  const { data: types = [] } = useQuery(pasteTypesQuery);
  const { watch } = useFormContext<Fields>();
  const code = watch("typeCode");
  return { types, type: types.find((each) => each.code === code) };
}

function TypeAndLot() {
  const t = useT("paste");
  const { control, register, formState } = useFormContext<Fields>();
  const { errors } = formState;
  const { types, type } = useType();
  return (
    <>
      <Field label={t("type")} error={errors.typeCode?.message} isRequired>
        <Controller
          control={control}
          name="typeCode"
          render={({ field }) => (
            <Combobox
              items={types
                .filter(({ isActive }) => isActive)
                .map(({ code, name, maker }) => ({
                  value: code,
                  label: `${code} · ${name}`,
                  detail: maker,
                }))}
              value={field.value || null}
              onChange={(value) => field.onChange(value ?? "")}
              onBlur={field.onBlur}
            />
          )}
        />
      </Field>
      <FieldRow>
        <Field label={t("lot")} error={errors.lotNo?.message} isRequired>
          <CodeInput {...register("lotNo")} />
        </Field>
        <Field
          label={t("expiresAt")}
          error={errors.expiresOn?.message}
          hint={
            type
              ? t("receive.expiryHint", { days: type.policy.shelfLifeDays })
              : t("receive.expiryHintAny")
          }
        >
          <Input type="date" {...register("expiresOn")} />
        </Field>
      </FieldRow>
    </>
  );
}

function HowMany() {
  const t = useT("paste");
  const { control, register, watch, formState } = useFormContext<Fields>();
  const { errors } = formState;
  return (
    <>
      <Field label={t("receive.numbers")} isGroup>
        <Controller
          control={control}
          name="numbers"
          render={({ field }) => (
            <Segmented
              label={t("receive.numbers")}
              value={field.value}
              onChange={field.onChange}
              choices={[
                { value: "SERVER", label: t("receive.server") },
                { value: "OWN", label: t("receive.own") },
              ]}
            />
          )}
        />
      </Field>
      {watch("numbers") === "SERVER" ? (
        <Field label={t("receive.quantity")} error={errors.quantity?.message} isRequired>
          <NumberInput {...register("quantity", asNumber)} unit={t("receive.bottles")} />
        </Field>
      ) : (
        <Field
          label={t("receive.bottleNos")}
          hint={t("receive.bottleNosHint")}
          error={errors.bottleNos?.message}
          isRequired
        >
          <Textarea rows={5} {...register("bottleNos")} />
        </Field>
      )}
    </>
  );
}

function WhereTo() {
  const t = useT("paste");
  const { register, formState } = useFormContext<Fields>();
  const { data: fridges = [] } = useQuery(fridgesQuery);
  const { type } = useType();
  const fit = fridges.filter(
    (fridge) => fridge.isActive && type?.policy.needsFridge && suits(fridge, type.policy),
  );
  return (
    <>
      {type?.policy.needsFridge && (
        <Field
          label={t("receive.fridge")}
          hint={t("receive.fridgeHint")}
          error={formState.errors.fridgeCode?.message}
        >
          <Select
            key={fit.length}
            {...register("fridgeCode")}
            emptyLabel={t("receive.notYet")}
            choices={fit.map(({ code, name }) => ({ value: code, label: `${code} · ${name}` }))}
          />
        </Field>
      )}
      <Field label={t("remark")} error={formState.errors.remark?.message}>
        <Textarea rows={2} {...register("remark")} />
      </Field>
    </>
  );
}

function Received({ bottles, onClose }: { bottles: PasteBottleRow[]; onClose: () => void }) {
  const t = useT("paste");
  const numbers = bottles.map(({ bottleNo }) => bottleNo);
  const [first = "", last = ""] = [numbers[0], numbers.at(-1)];
  return (
    <div className="flex flex-col gap-5">
      <Notice tone="ok" title={t("receive.done", { count: bottles.length })}>
        {first === last ? first : `${first} – ${last}`}
      </Notice>
      <div className="flex items-center gap-2">
        <PackageCheck aria-hidden className="size-5" />
        {t("receive.labelsNow")}
      </div>
      <LabelChoices bottleNos={numbers} />
      <FormActions>
        <Button onClick={onClose}>{t("common:close")}</Button>
      </FormActions>
    </div>
  );
}
