import { aboutKinds, type FormDefinition } from "@lineside/domain/form";
import { useT } from "~/lib/i18n.ts";
import { Field } from "~/ui/field.tsx";
import { Checkbox, Input, Select, Textarea } from "~/ui/input.tsx";
import { Section } from "~/ui/page.tsx";
import type { DraftEdit } from "./draft-editor.tsx";

const prepChecks = [
  "PREP_BAKE",
  "PREP_PASTE",
  "PREP_STENCIL_USAGE",
  "PREP_STENCIL_CLEAN",
  "PREP_SQUEEGEE",
  "PREP_FIXTURE",
  "PREP_PROGRAM",
];

/** What a form is about and how it is filled, confirmed and proven. */
export function DefinitionSettings({ edit }: { edit: DraftEdit }) {
  const t = useT("form");
  const tWords = useT("words");
  const { definition } = edit;
  const set = (patch: Partial<FormDefinition>) =>
    edit.set({ definition: { ...definition, ...patch } });
  const isScanned = definition.about !== "RUN" && definition.about !== "LINE";
  const options = (name: "confirm" | "evidence", values: readonly string[]) =>
    values.map((value) => ({ value, label: t(`${name}.${value}`) }));
  return (
    <Section title={t("settings")}>
      <div className="flex flex-col gap-4">
        <Field label={t("nameEn")} isRequired>
          <Input value={edit.name} onChange={(event) => edit.set({ name: event.target.value })} />
        </Field>
        <Field label={t("nameZh")} isRequired>
          <Input
            value={edit.nameZh}
            onChange={(event) => edit.set({ nameZh: event.target.value })}
          />
        </Field>
        <Field label={t("about")} hint={t("aboutHint")}>
          <Select
            value={definition.about}
            choices={aboutKinds.map((value) => ({ value, label: t(`about.${value}`) }))}
            onChange={(event) => {
              const about = event.target.value as FormDefinition["about"];
              const needs = about !== "RUN" && about !== "LINE" && !definition.subject;
              set({ about, ...(needs && { subject: { label: "Number", labelZh: "编号" } }) });
            }}
          />
        </Field>
        {isScanned && <SubjectFields definition={definition} set={set} />}
        <Field label={t("confirmedBy")}>
          <Select
            value={definition.confirm}
            choices={options("confirm", ["NONE", "ANY", "OTHER_PERSON"])}
            onChange={(event) => {
              const confirm = event.target.value as FormDefinition["confirm"];
              const isNobodys = confirm === "NONE" && definition.signature?.confirm;
              const signature = definition.signature?.fill
                ? { fill: true, confirm: false }
                : undefined;
              set({ confirm, ...(isNobodys && { signature }) });
            }}
          />
        </Field>
        <Field label={t("evidence")}>
          <Select
            value={definition.evidence}
            choices={options("evidence", ["NONE", "OPTIONAL", "REQUIRED"])}
            onChange={(event) =>
              set({ evidence: event.target.value as FormDefinition["evidence"] })
            }
          />
        </Field>
        <SignatureFields definition={definition} set={set} />
        <Checkbox
          label={t("backfill.allowed")}
          hint={t("backfillHint")}
          checked={definition.backfill}
          onChange={(event) => set({ backfill: event.target.checked })}
        />
        <Field label={t("check")} hint={t("checkHint")}>
          <Select
            emptyLabel={t("noCheck")}
            value={definition.checkCode ?? ""}
            choices={prepChecks.map((value) => ({ value, label: tWords(`check.${value}`) }))}
            onChange={(event) => set({ checkCode: event.target.value || undefined })}
          />
        </Field>
        <Field label={t("noteEn")}>
          <Textarea
            value={definition.note ?? ""}
            onChange={(event) => set({ note: event.target.value || undefined })}
          />
        </Field>
        <Field label={t("noteZh")}>
          <Textarea
            value={definition.noteZh ?? ""}
            onChange={(event) => set({ noteZh: event.target.value || undefined })}
          />
        </Field>
      </div>
    </Section>
  );
}

interface PartProps {
  definition: FormDefinition;
  set: (patch: Partial<FormDefinition>) => void;
}

/** What the scanned number is called on the sheet. */
function SubjectFields({ definition, set }: PartProps) {
  const t = useT("form");
  const subject = definition.subject ?? { label: "", labelZh: "" };
  return (
    <>
      <Field label={t("subjectEn")} isRequired>
        <Input
          value={subject.label}
          onChange={(event) => set({ subject: { ...subject, label: event.target.value } })}
        />
      </Field>
      <Field label={t("subjectZh")} isRequired>
        <Input
          value={subject.labelZh}
          onChange={(event) => set({ subject: { ...subject, labelZh: event.target.value } })}
        />
      </Field>
    </>
  );
}

/** What is signed electronically: nothing, unless somebody wants it so. */
function SignatureFields({ definition, set }: PartProps) {
  const t = useT("form");
  const { fill = false, confirm = false } = definition.signature ?? {};
  const change = (signature: { fill: boolean; confirm: boolean }) =>
    set({ signature: signature.fill || signature.confirm ? signature : undefined });
  return (
    <Field label={t("signature")} hint={t("signatureHint")} isGroup>
      <Checkbox
        label={t("signature.fill")}
        checked={fill}
        onChange={(event) => change({ fill: event.target.checked, confirm })}
      />
      <Checkbox
        label={t("signature.confirm")}
        checked={confirm}
        disabled={definition.confirm === "NONE" && !confirm}
        onChange={(event) => change({ fill, confirm: event.target.checked })}
      />
    </Field>
  );
}
