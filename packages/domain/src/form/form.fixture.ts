import { type FormDefinition, type FormDefinitionInput, zDefinition } from "./definition-schema.ts";
import type { JudgeFacts } from "./schema.ts";
import { shippedForms } from "./shipped/index.ts";

export const now = "2026-11-22T08:00:00.000Z";

export const facts: JudgeFacts = {
  productCode: "P-1",
  lineCode: "SMT-A",
  runNo: "WO-1-01",
  today: "2026-11-22",
  expectedPrograms: [{ stepNo: 30, traits: ["reflow"], program: "LF-245" }],
  carried: {},
};

export function shipped(code: string): FormDefinition {
  const found = shippedForms.find((form) => form.code === code);
  if (!found) throw new Error(`${code} is not shipped`);
  return zDefinition.parse(found.definition);
}

/** A form about a line with these fields; every field is wanted unless it says otherwise. */
export function form(
  fields: FormDefinitionInput["fields"],
  more: Partial<FormDefinitionInput> = {},
): FormDefinition {
  return zDefinition.parse({ about: "LINE", confirm: "NONE", fields, ...more });
}

export const field = (key: string, more: Partial<FormDefinitionInput["fields"][number]> = {}) => ({
  key,
  label: key,
  labelZh: key,
  type: "NUMBER" as const,
  ...more,
});
