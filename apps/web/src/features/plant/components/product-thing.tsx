import {
  boardSides,
  type ProductRow,
  productCreate,
  productPatch,
  productTraits,
} from "@lineside/domain/plant";
import { Controller, useFormContext } from "react-hook-form";
import { asNumber } from "~/lib/form.ts";
import { useT } from "~/lib/i18n.ts";
import { Field } from "~/ui/field.tsx";
import { FieldRow } from "~/ui/form.tsx";
import { NumberInput } from "~/ui/input.tsx";
import { Segmented } from "~/ui/segmented.tsx";
import { TraitsField } from "./operation-thing.tsx";
import { PatternField } from "./pattern-field.tsx";
import { TextField } from "./shared-fields.tsx";
import { type Thing, things } from "./thing.ts";

export const product: Thing<ProductRow> = {
  ...things.product,
  create: productCreate,
  patch: productPatch,
  readKey: (row) => row.id,
  defaults: (row) => ({
    ...(row ? { isActive: row.isActive } : { code: "" }),
    name: row?.name ?? "",
    customer: row?.customer ?? null,
    revision: row?.revision ?? null,
    boardSide: row?.boardSide ?? null,
    unitsPerPanel: row?.unitsPerPanel ?? 1,
    traits: row?.traits ?? [],
    snPattern: row?.snPattern ?? null,
  }),
  Fields: ProductFields,
  fieldOfCode: { PRODUCT_CODE_DUPLICATE: "code", SERIAL_PATTERN_INVALID: "snPattern" },
};

function ProductFields({ row }: { row: ProductRow | null }) {
  const t = useT("plant");
  const { control, register, formState } = useFormContext();
  return (
    <>
      <TextField name="name" label={t("name")} isRequired />
      <FieldRow>
        <TextField name="customer" label={t("customer")} />
        <TextField name="revision" label={t("revision")} />
      </FieldRow>
      <Field label={t("side")} isGroup>
        <Controller
          control={control}
          name="boardSide"
          render={({ field }) => (
            <Segmented
              label={t("side")}
              choices={[
                { value: "", label: t("side.none") },
                ...boardSides.map((value) => ({ value, label: t(`side.${value}`) })),
              ]}
              value={field.value ?? ""}
              onChange={(value) => field.onChange(value || null)}
            />
          )}
        />
      </Field>
      <Field
        label={t("unitsPerPanel")}
        hint={t("unitsPerPanelHint")}
        error={formState.errors.unitsPerPanel?.message as string | undefined}
      >
        <NumberInput {...register("unitsPerPanel", asNumber)} />
      </Field>
      <PatternField code={row?.code} />
      <TraitsField traits={productTraits} hint={t("product.traitsHint")} />
    </>
  );
}
