import type { FormDefinition, PrefillQuery } from "@lineside/domain/form";
import { useState } from "react";
import { useT } from "~/lib/i18n.ts";
import { useLineChoices } from "~/lib/line-choices.ts";
import { useScan } from "~/lib/scanner.ts";
import { Button } from "~/ui/button.tsx";
import { Field } from "~/ui/field.tsx";
import { FieldRow, Form } from "~/ui/form.tsx";
import { CodeInput, Select } from "~/ui/input.tsx";
import { KeyValues } from "~/ui/key-values.tsx";
import { Code } from "~/ui/text.tsx";
import { useFieldWords } from "./field-words.ts";

/** What the form wants to know before its fields: the run, the line, or what was scanned. */
export function missingPlace(
  { about }: Pick<FormDefinition, "about">,
  place: PrefillQuery,
): "runNo" | "lineCode" | "subjectKey" | null {
  if (about === "RUN") return place.runNo ? null : "runNo";
  if (about === "LINE") return place.lineCode || place.runNo ? null : "lineCode";
  return place.subjectKey ? null : "subjectKey";
}

export function isPlaced(definition: FormDefinition, place: PrefillQuery): boolean {
  return missingPlace(definition, place) === null;
}

/** Only what has been said: an empty field is no place. */
function namedIn(typed: Record<string, string>): PrefillQuery {
  return Object.fromEntries(
    Object.entries(typed).flatMap(([key, text]) => (text.trim() ? [[key, text.trim()]] : [])),
  );
}

interface PlaceFieldsProps {
  definition: FormDefinition;
  /** What the page knew: not asked again. */
  given: PrefillQuery;
  place: PrefillQuery;
  onChange: (place: PrefillQuery) => void;
}

/** Run, line and what is scanned: asked for once, then shown. */
export function PlaceFields({ definition, given, place, onChange }: PlaceFieldsProps) {
  const t = useT("form");
  const words = useFieldWords();
  const subject = definition.subject
    ? words.pick(definition.subject.label, definition.subject.labelZh)
    : t("subject");
  if (isPlaced(definition, place))
    return (
      <KeyValues
        items={[
          place.subjectKey !== undefined && [
            subject,
            <Code key="subject" value={place.subjectKey} />,
          ],
          place.runNo !== undefined && [t("run"), <Code key="run" value={place.runNo} />],
          place.lineCode !== undefined && [t("line"), place.lineCode],
        ]}
      />
    );
  return <AskPlace {...{ definition, given, place, onChange, subject }} />;
}

function AskPlace(props: PlaceFieldsProps & { subject: string }) {
  const { definition, given, place, onChange, subject } = props;
  const t = useT("form");
  const lines = useLineChoices();
  const [typed, setTyped] = useState({
    runNo: place.runNo ?? "",
    lineCode: place.lineCode ?? "",
    subjectKey: place.subjectKey ?? "",
  });
  const set = (key: keyof typeof typed) => (event: { target: { value: string } }) =>
    setTyped((old) => ({ ...old, [key]: event.target.value }));
  const named = namedIn(typed);
  const asksLine = definition.about !== "RUN" && given.lineCode === undefined;
  // A scan is the whole answer unless the line is still open: hands in gloves press nothing more.
  useScan((text) => {
    const key = definition.about === "RUN" ? "runNo" : "subjectKey";
    const scanned = { ...typed, [key]: text };
    const next = { ...given, ...namedIn(scanned) };
    if ((asksLine && !scanned.lineCode) || missingPlace(definition, next)) setTyped(scanned);
    else onChange(next);
    return true;
  });
  const isTool = definition.about !== "RUN" && definition.about !== "LINE";
  const missing = missingPlace(definition, { ...given, ...named });
  return (
    <Form
      data-scan="pass"
      onSubmit={(event) => {
        event.preventDefault();
        if (!missing) onChange({ ...given, ...named });
      }}
    >
      <FieldRow>
        {isTool && (
          <Field label={subject} isRequired hint={t("scanHint")}>
            <CodeInput autoFocus value={typed.subjectKey} onChange={set("subjectKey")} />
          </Field>
        )}
        {definition.about === "RUN" && (
          <Field label={t("run")} isRequired hint={t("scanHint")}>
            <CodeInput autoFocus value={typed.runNo} onChange={set("runNo")} />
          </Field>
        )}
        {asksLine && (
          <Field label={t("line")} isRequired={definition.about === "LINE"}>
            <Select
              emptyLabel={t("noLine")}
              choices={lines.map(({ code, name }) => ({ value: code, label: `${code} · ${name}` }))}
              value={typed.lineCode}
              onChange={set("lineCode")}
            />
          </Field>
        )}
      </FieldRow>
      <div>
        <Button type="submit" look="primary" isDisabled={missing !== null}>
          {t("goOn")}
        </Button>
      </div>
    </Form>
  );
}
