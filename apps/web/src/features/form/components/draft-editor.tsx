import {
  type DefinitionRow,
  type FormDefinition,
  type FormField,
  zDefinition,
} from "@lineside/domain/form";
import { useNavigate } from "@tanstack/react-router";
import { Check, Plus, Save, Trash2 } from "lucide-react";
import { useState } from "react";
import { useT } from "~/lib/i18n.ts";
import { useMay } from "~/lib/session.ts";
import { useCommand } from "~/lib/use-command.ts";
import { Button } from "~/ui/button.tsx";
import { Section, Split } from "~/ui/page.tsx";
import { ReasonButton } from "~/ui/reason-button.tsx";
import { Refusal } from "~/ui/refusal.tsx";
import { SaveBar } from "~/ui/save-bar.tsx";
import { SortableList } from "~/ui/sortable-list.tsx";
import { Text } from "~/ui/text.tsx";
import { useUnsaved } from "~/ui/unsaved.tsx";
import { activateDefinition, deleteDraft, editDefinition } from "../api/forms.ts";
import { DefinitionSettings } from "./definition-settings.tsx";
import { FieldEditor } from "./field-editor.tsx";
import { useFieldWords } from "./field-words.ts";
import { RulesEditor } from "./rules-editor.tsx";

/** The next revision while it is written: its settings, its fields in order, its rules. */
export function DraftEditor({ row }: { row: DefinitionRow }) {
  const may = useMay("form:config");
  const edit = useDraft(row);
  const { question } = useUnsaved(edit.isDirty);
  const { definition } = edit;
  return (
    <fieldset disabled={!may} className="flex min-w-0 flex-col gap-5">
      {question}
      <Split side={<DefinitionSettings edit={edit} />}>
        <FieldList edit={edit} />
        <RulesEditor
          key={row.id}
          definition={definition}
          onChange={(rules) => edit.set({ definition: { ...definition, ...rules } })}
        />
      </Split>
      {edit.isDirty ? <Unsaved edit={edit} row={row} /> : may && <DraftActions row={row} />}
    </fieldset>
  );
}

interface DraftState {
  name: string;
  nameZh: string;
  definition: FormDefinition;
}

export interface DraftEdit extends DraftState {
  isDirty: boolean;
  set: (patch: Partial<DraftState>) => void;
  reset: () => void;
}

function useDraft(row: DefinitionRow): DraftEdit {
  const start = { name: row.name, nameZh: row.nameZh, definition: row.definition };
  const [state, setState] = useState<DraftState>(start);
  return {
    ...state,
    isDirty: JSON.stringify(state) !== JSON.stringify(start),
    set: (patch) => setState((old) => ({ ...old, ...patch })),
    reset: () => setState(start),
  };
}

function FieldList({ edit }: { edit: DraftEdit }) {
  const t = useT("form");
  const words = useFieldWords();
  const [opened, setOpened] = useState<string | null>(null);
  const { definition } = edit;
  const { fields } = definition;
  const save = (next: FormField[]) => edit.set({ definition: { ...definition, fields: next } });
  const move = (from: number, to: number) => {
    const next = [...fields];
    next.splice(to, 0, ...next.splice(from, 1));
    save(next);
  };
  const remove = (field: FormField) => save(fields.filter(({ key }) => key !== field.key));
  const field = fields.find(({ key }) => key === opened);
  return (
    <Section
      title={t("fields")}
      actions={
        <Button icon={Plus} size="small" onClick={() => setOpened("")}>
          {t("addField")}
        </Button>
      }
    >
      <SortableList
        label={t("fields")}
        items={fields}
        keyOf={(each) => each.key}
        onMove={move}
        onRemove={fields.length > 1 ? remove : undefined}
        handleLabel={(each) => t("dragField", { name: words.label(each) })}
        onSelect={(each) => setOpened(each.key)}
        render={(each) => (
          <span className="flex flex-wrap items-baseline gap-x-3">
            <Text isStrong>{words.label(each)}</Text>
            <Text isQuiet isSmall>
              {each.key} · {t(`type.${each.type}`)} {words.limits(each)}
            </Text>
          </span>
        )}
      />
      {opened !== null && (
        <FieldEditor
          key={opened}
          field={field ?? null}
          takenKeys={fields.map(({ key }) => key).filter((key) => key !== opened)}
          onClose={() => setOpened(null)}
          onSave={(changed) => {
            save(
              field
                ? fields.map((each) => (each.key === field.key ? changed : each))
                : [...fields, changed],
            );
            setOpened(null);
          }}
        />
      )}
    </Section>
  );
}

function Unsaved({ edit, row }: { edit: DraftEdit; row: DefinitionRow }) {
  const t = useT("form");
  const save = useCommand(editDefinition, { touches: [["forms"]] });
  const { code, revision, version } = row;
  const { name, nameZh, definition } = edit;
  const isWhole = zDefinition.safeParse(definition).success && name.trim() && nameZh.trim();
  return (
    <>
      {save.error && <Refusal error={save.error} />}
      <SaveBar
        actions={
          <>
            <Button
              look="primary"
              icon={Save}
              isBusy={save.isPending}
              disabledReason={isWhole ? null : t("draftIncomplete")}
              onClick={() => save.mutate({ code, revision, version, name, nameZh, definition })}
            >
              {t("common:save")}
            </Button>
            <Button look="quiet" onClick={edit.reset}>
              {t("common:discard")}
            </Button>
          </>
        }
      >
        <Text isStrong>{t("draftUnsaved")}</Text>
      </SaveBar>
    </>
  );
}

function DraftActions({ row }: { row: DefinitionRow }) {
  const t = useT("form");
  const navigate = useNavigate({ from: "/forms/$code" });
  const options = { touches: [["forms"]] };
  const activate = useCommand(activateDefinition, {
    ...options,
    onDone: () => navigate({ search: { tab: "sheet" } }),
  });
  const remove = useCommand(deleteDraft, {
    ...options,
    onDone: () => navigate({ search: {}, replace: true }),
  });
  return (
    <div className="flex flex-wrap gap-2">
      <ReasonButton
        look="primary"
        icon={Check}
        label={t("activate")}
        question={t("activateQuestion", { no: row.revision })}
        reason="none"
        onConfirm={() => activate.mutateAsync(row)}
      />
      <ReasonButton
        look="danger"
        icon={Trash2}
        label={t("deleteDraft")}
        question={t("deleteDraftQuestion")}
        reason="none"
        onConfirm={() => remove.mutateAsync(row)}
      />
    </div>
  );
}
