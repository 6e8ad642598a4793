import { describe, expect, test } from "bun:test";
import { type FormField, zField } from "@lineside/domain/form";
import { fieldDraftOf, fieldOf } from "./field-draft.ts";

const text = { key: "value", label: "Value", labelZh: "值", required: true } as const;

describe("a field in the editor", () => {
  const fields: FormField[] = [
    { ...text, type: "NUMBER", unit: "℃", min: 110, max: 130, isMinExclusive: true },
    { ...text, type: "NUMBER", isCount: true, carry: { adds: "prints" } },
    {
      ...text,
      type: "CHOICE",
      choices: [
        { value: "PCB", label: "Board", labelZh: "线路板" },
        { value: "BGA", label: "BGA", labelZh: "BGA" },
      ],
      okValues: ["PCB"],
    },
    { ...text, type: "BOOLEAN", okValues: [true], section: "Checks", sectionZh: "点检" },
    { ...text, type: "DATETIME", stamp: true, stage: "OPEN" },
    { ...text, type: "TEXT", required: false, hint: "Why", hintZh: "原因", default: "LAST" },
  ];
  test.each(fields)("nothing of it is lost: $type", (field) => {
    expect(zField.parse(fieldOf(field, fieldDraftOf(field)))).toEqual(field);
  });

  test("a number field that becomes a text loses its limits", () => {
    const field = fields[0] as FormField;
    const read = zField.parse(fieldOf(field, { ...fieldDraftOf(field), type: "TEXT" }));
    expect([read.unit, read.min, read.max]).toEqual([undefined, undefined, undefined]);
  });

  const wrong: [Partial<ReturnType<typeof fieldDraftOf>>, string][] = [
    [{ key: "" }, "key"],
    [{ key: "With space" }, "key"],
    [{ label: "" }, "label"],
    [{ labelZh: " " }, "labelZh"],
    [{ type: "NUMBER", min: "low" }, "min"],
  ];
  test.each(wrong)("%j is not taken: %s", (patch, path) => {
    const draft = { ...fieldDraftOf(null), key: "value", label: "Value", labelZh: "值", ...patch };
    const read = zField.safeParse(fieldOf(null, draft));
    expect(read.error?.issues[0]?.path[0]).toBe(path);
  });
});
