import { aboutKinds, definitionCreateInput } from "@lineside/domain/form";
import { useFieldRefusal, useZodForm } from "~/lib/form.ts";
import { useT } from "~/lib/i18n.ts";
import { useCommand } from "~/lib/use-command.ts";
import { Button } from "~/ui/button.tsx";
import { Drawer } from "~/ui/dialog.tsx";
import { Field } from "~/ui/field.tsx";
import { Form, FormActions } from "~/ui/form.tsx";
import { CodeInput, Input, Select } from "~/ui/input.tsx";
import { Refusal } from "~/ui/refusal.tsx";
import { createDefinition } from "../api/forms.ts";

const input = definitionCreateInput.pick({ code: true, name: true, nameZh: true });

/** A form of one's own: its number, its names and what it is about; its fields come in the draft. */
export function NewForm({
  onClose,
  onDone,
}: {
  onClose: () => void;
  onDone: (code: string) => void;
}) {
  const t = useT("form");
  const form = useZodForm(input, { code: "", name: "", nameZh: "" });
  const create = useCommand(createDefinition, {
    touches: [["forms"]],
    onDone: ({ code }) => onDone(code),
  });
  const showAtField = useFieldRefusal(form, { FORM_DRAFT_EXISTS: "code" });
  const { errors } = form.formState;
  return (
    <Drawer isOpen onClose={onClose} title={t("newForm")} lead={t("newFormLead")}>
      <Form
        onSubmit={(event) => {
          const about = new FormData(event.currentTarget).get(
            "about",
          ) as (typeof aboutKinds)[number];
          void form.handleSubmit((given) =>
            create.mutate({ ...given, definition: firstDraft(about) }, { onError: showAtField }),
          )(event);
        }}
      >
        <Field
          label={t("formCode")}
          isRequired
          hint={t("formCodeHint")}
          error={errors.code?.message}
        >
          <CodeInput {...form.register("code")} />
        </Field>
        <Field label={t("nameEn")} isRequired error={errors.name?.message}>
          <Input {...form.register("name")} />
        </Field>
        <Field label={t("nameZh")} isRequired error={errors.nameZh?.message}>
          <Input {...form.register("nameZh")} />
        </Field>
        <Field label={t("about")} hint={t("aboutHint")}>
          <Select
            name="about"
            defaultValue="RUN"
            choices={aboutKinds.map((value) => ({ value, label: t(`about.${value}`) }))}
          />
        </Field>
        {create.error && <Refusal error={create.error} />}
        <FormActions>
          <Button type="submit" look="primary" isBusy={create.isPending}>
            {t("createDraft")}
          </Button>
        </FormActions>
      </Form>
    </Drawer>
  );
}

/** A form needs a field to stand; this one is there to be replaced. */
function firstDraft(about: (typeof aboutKinds)[number]) {
  const isScanned = about !== "RUN" && about !== "LINE";
  return {
    about,
    ...(isScanned && { subject: { label: "Number", labelZh: "编号" } }),
    fields: [
      { key: "remark", label: "Remark", labelZh: "备注", type: "TEXT" as const, required: false },
    ],
    judgement: [],
    confirm: "NONE" as const,
    backfill: false,
    evidence: "NONE" as const,
  };
}
