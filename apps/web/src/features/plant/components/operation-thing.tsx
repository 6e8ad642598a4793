import {
  type OperationRow,
  operationCreate,
  operationPatch,
  operationTraits,
  processTypes,
} from "@lineside/domain/plant";
import { Controller, useFormContext } from "react-hook-form";
import { useT } from "~/lib/i18n.ts";
import { CheckList } from "~/ui/check-list.tsx";
import { Field } from "~/ui/field.tsx";
import { FieldRow } from "~/ui/form.tsx";
import { Segmented } from "~/ui/segmented.tsx";
import { TextField } from "./shared-fields.tsx";
import { type Thing, things } from "./thing.ts";

export const operation: Thing<OperationRow> = {
  ...things.operation,
  create: operationCreate,
  patch: operationPatch,
  readKey: (row) => row.id,
  defaults: (row) => ({
    ...(row ? { isActive: row.isActive } : { code: "" }),
    name: row?.name ?? "",
    nameZh: row?.nameZh ?? "",
    processType: row?.processType ?? null,
    traits: row?.traits ?? [],
  }),
  Fields: OperationFields,
  fieldOfCode: { OPERATION_CODE_DUPLICATE: "code" },
};

function OperationFields() {
  const t = useT("plant");
  const { control } = useFormContext();
  return (
    <>
      <FieldRow>
        <TextField name="name" label={t("nameEn")} isRequired />
        <TextField name="nameZh" label={t("nameZh")} isRequired />
      </FieldRow>
      <Field label={t("process")} isGroup>
        <Controller
          control={control}
          name="processType"
          render={({ field }) => (
            <Segmented
              label={t("process")}
              choices={[
                { value: "", label: t("process.both") },
                ...processTypes.map((value) => ({ value, label: t(`process.${value}`) })),
              ]}
              value={field.value ?? ""}
              onChange={(value) => field.onChange(value || null)}
            />
          )}
        />
      </Field>
      <TraitsField traits={operationTraits} hint={t("operation.traitsHint")} />
    </>
  );
}

/** What a thing is or needs, ticked from the list the rules know. */
export function TraitsField({ traits, hint }: { traits: readonly string[]; hint: string }) {
  const t = useT("plant");
  const tWords = useT("words");
  const { control } = useFormContext();
  return (
    <Field label={t("traits")} hint={hint} isGroup>
      <Controller
        control={control}
        name="traits"
        render={({ field }) => (
          <CheckList
            label={t("traits")}
            items={traits.map((value) => ({ value, label: tWords(`trait.${value}`) }))}
            values={field.value}
            onChange={field.onChange}
          />
        )}
      />
    </Field>
  );
}
