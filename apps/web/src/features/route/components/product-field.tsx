import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { Controller, useFormContext } from "react-hook-form";
import { useT } from "~/lib/i18n.ts";
import { Combobox } from "~/ui/combobox.tsx";
import { Field } from "~/ui/field.tsx";
import { productsQuery } from "../api/choices.ts";

interface ProductFieldProps {
  /** The product's id and code as stored. */
  known: { id: string; code: string } | null;
  isDisabled: boolean;
}

/** The product a route is for; none: for any product of its process. */
export function ProductField({ known, isDisabled }: ProductFieldProps) {
  const t = useT("route");
  const { control, formState } = useFormContext();
  const [typed, setTyped] = useState("");
  const [chosen, setChosen] = useState(known);
  // What stands in the box after a choice is no search.
  const products = useQuery(productsQuery(typed === chosen?.code ? "" : typed)).data ?? [];
  const items = products.map(({ id, code, name }) => ({ value: id, label: code, detail: name }));
  if (chosen && !items.some((item) => item.value === chosen.id))
    items.unshift({ value: chosen.id, label: chosen.code, detail: "" });
  return (
    <Field
      label={t("product")}
      hint={t("productHint")}
      error={formState.errors.productId?.message as string | undefined}
    >
      <Controller
        control={control}
        name="productId"
        render={({ field }) => (
          <Combobox
            items={items}
            value={field.value ?? null}
            isDisabled={isDisabled}
            placeholder={t("anyProduct")}
            onSearch={setTyped}
            onBlur={field.onBlur}
            onChange={(value) => {
              const item = items.find((each) => each.value === value);
              setChosen(item ? { id: item.value, code: item.label } : null);
              field.onChange(value);
            }}
          />
        )}
      />
    </Field>
  );
}
