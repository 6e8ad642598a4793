import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { Controller, useFormContext } from "react-hook-form";
import { useT } from "~/lib/i18n.ts";
import { Combobox } from "~/ui/combobox.tsx";
import { Field } from "~/ui/field.tsx";
import { CodeInput } from "~/ui/input.tsx";
import { productsQuery } from "../api/choices.ts";
import type { OrderFields } from "./order-field-set.tsx";

export function ProductField({ fixed }: { fixed?: string }) {
  const t = useT("order");
  const { control, getValues } = useFormContext<OrderFields>();
  const [typed, setTyped] = useState("");
  const [chosen, setChosen] = useState(getValues("productCode") ?? "");
  // What stands in the box after a choice is no search.
  const products = useQuery(productsQuery(typed === chosen ? "" : typed)).data ?? [];
  const items = products.map(({ code, name }) => ({ value: code, label: code, detail: name }));
  if (chosen && !items.some((item) => item.value === chosen))
    items.unshift({ value: chosen, label: chosen, detail: "" });
  if (fixed !== undefined)
    return (
      <Field label={t("product")} hint={fixed}>
        <CodeInput readOnly value={chosen} />
      </Field>
    );
  return (
    <Controller
      control={control}
      name="productCode"
      render={({ field, fieldState }) => (
        <Field label={t("product")} isRequired error={fieldState.error?.message}>
          <Combobox
            items={items}
            value={field.value ?? null}
            onSearch={setTyped}
            onBlur={field.onBlur}
            onChange={(value) => {
              setChosen(value ?? "");
              field.onChange(value ?? "");
            }}
          />
        </Field>
      )}
    />
  );
}
