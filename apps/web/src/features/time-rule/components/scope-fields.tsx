import { type RuleScope, ruleScopes } from "@lineside/domain/time-rule";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { Controller, useFormContext, useWatch } from "react-hook-form";
import { useLocalName, useT } from "~/lib/i18n.ts";
import { Combobox } from "~/ui/combobox.tsx";
import { Field } from "~/ui/field.tsx";
import { Segmented } from "~/ui/segmented.tsx";
import { scopeChoicesQuery } from "../api/scopes.ts";
import { useErrorOf } from "./use-error-of.ts";

/** Where the rule holds: everywhere, or on one line, one route, for one product. */
export function ScopeFields() {
  const t = useT("time-rule");
  const { control, setValue } = useFormContext();
  const scope = useWatch({ control, name: "scope" }) as RuleScope;
  return (
    <>
      <Field label={t("scope")} isGroup>
        <Controller
          control={control}
          name="scope"
          render={({ field }) => (
            <Segmented
              label={t("scope")}
              value={field.value}
              onChange={(next) => {
                field.onChange(next);
                setValue("scopeKey", "", { shouldDirty: true });
              }}
              choices={ruleScopes.map((value) => ({ value, label: t(`scope.${value}`) }))}
            />
          )}
        />
      </Field>
      {scope !== "GLOBAL" && <ScopeKeyField key={scope} scope={scope} />}
    </>
  );
}

function ScopeKeyField({ scope }: { scope: Exclude<RuleScope, "GLOBAL"> }) {
  const t = useT("time-rule");
  const local = useLocalName();
  const { control } = useFormContext();
  const errorOf = useErrorOf();
  const [text, setText] = useState("");
  const { data = [] } = useQuery(scopeChoicesQuery(scope, text));
  return (
    <Field label={t(`scope.${scope}`)} error={errorOf("scopeKey")} isRequired>
      <Controller
        control={control}
        name="scopeKey"
        render={({ field }) => {
          const items = data.map((row) => ({
            value: row.code,
            label: row.code,
            detail: local(row),
          }));
          const isKnown = !field.value || items.some(({ value }) => value === field.value);
          return (
            <Combobox
              items={isKnown ? items : [{ value: field.value, label: field.value }, ...items]}
              value={field.value || null}
              onChange={(value) => field.onChange(value ?? "")}
              // What was chosen is not a search for others.
              onSearch={(typed) => setText(typed === field.value ? "" : typed)}
              onBlur={field.onBlur}
            />
          );
        }}
      />
    </Field>
  );
}
