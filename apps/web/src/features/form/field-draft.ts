import type { FormField } from "@lineside/domain/form";

/** A field of a definition as it stands in the editor: everything a text. */
export interface FieldDraft {
  key: string;
  type: FormField["type"];
  label: string;
  labelZh: string;
  section: string;
  sectionZh: string;
  hint: string;
  hintZh: string;
  unit: string;
  min: string;
  max: string;
  /** One a line: `PCB | Board | 线路板` */
  choices: string;
  /** Comma separated. */
  okValues: string;
  default: string;
  required: boolean;
  stamp: boolean;
  isOpenStage: boolean;
}

export function fieldDraftOf(field: FormField | null): FieldDraft {
  return {
    key: field?.key ?? "",
    type: field?.type ?? "TEXT",
    label: field?.label ?? "",
    labelZh: field?.labelZh ?? "",
    section: field?.section ?? "",
    sectionZh: field?.sectionZh ?? "",
    hint: field?.hint ?? "",
    hintZh: field?.hintZh ?? "",
    unit: field?.unit ?? "",
    min: field?.min === undefined ? "" : String(field.min),
    max: field?.max === undefined ? "" : String(field.max),
    choices: (field?.choices ?? [])
      .map(({ value, label, labelZh }) => [value, label, labelZh].join(" | "))
      .join("\n"),
    okValues: (field?.okValues ?? []).join(", "),
    default: field?.default ?? "",
    required: field?.required ?? true,
    stamp: field?.stamp ?? false,
    isOpenStage: field?.stage === "OPEN",
  };
}

/**
 * The field the draft means, to be read by its schema; what the editor does not show (carried
 * totals, exclusive limits) stays as it was.
 */
export function fieldOf(known: FormField | null, draft: FieldDraft): unknown {
  const isNumber = draft.type === "NUMBER" || draft.type === "DURATION";
  const isJudged = draft.type === "CHOICE" || draft.type === "BOOLEAN";
  return withoutEmpty({
    ...known,
    key: draft.key.trim(),
    type: draft.type,
    label: draft.label.trim(),
    labelZh: draft.labelZh.trim(),
    section: textOf(draft.section),
    sectionZh: textOf(draft.sectionZh),
    hint: textOf(draft.hint),
    hintZh: textOf(draft.hintZh),
    unit: isNumber ? textOf(draft.unit) : undefined,
    min: isNumber ? numberOf(draft.min) : undefined,
    max: isNumber ? numberOf(draft.max) : undefined,
    choices: draft.type === "CHOICE" ? choicesOf(draft.choices) : undefined,
    okValues: isJudged ? okValuesOf(draft) : undefined,
    default: textOf(draft.default),
    required: draft.required,
    stamp: draft.stamp || undefined,
    stage: draft.isOpenStage ? "OPEN" : known?.stage === "OPEN" ? undefined : known?.stage,
  });
}

const textOf = (text: string) => text.trim() || undefined;

/** What is no number is sent on as it is, so that the schema says so. */
function numberOf(text: string): number | string | undefined {
  const typed = text.trim().replace(",", ".");
  if (typed === "") return undefined;
  const number = Number(typed);
  return Number.isFinite(number) ? number : typed;
}

function choicesOf(text: string) {
  return text
    .split("\n")
    .filter((line) => line.trim() !== "")
    .map((line) => {
      const [value = "", label = value, labelZh = label] = line
        .split("|")
        .map((part) => part.trim());
      return { value, label, labelZh };
    });
}

function okValuesOf({ type, okValues }: FieldDraft) {
  const values = okValues.split(",").flatMap((text) => textOf(text) ?? []);
  if (values.length === 0) return undefined;
  return type === "BOOLEAN" ? values.map((value) => value === "true") : values;
}

function withoutEmpty(fields: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}
