import type { RuleRow } from "@lineside/domain/time-rule";
import { FormProvider } from "react-hook-form";
import { useLocalName, useT } from "~/lib/i18n.ts";
import { useMay } from "~/lib/session.ts";
import { useCommand } from "~/lib/use-command.ts";
import { Button } from "~/ui/button.tsx";
import { DeleteButton } from "~/ui/delete-button.tsx";
import { Drawer } from "~/ui/dialog.tsx";
import { Form, FormActions } from "~/ui/form.tsx";
import { Notice } from "~/ui/notice.tsx";
import { Rejection } from "~/ui/rejection.tsx";
import { toast } from "~/ui/toast.tsx";
import { useUnsaved } from "~/ui/unsaved.tsx";
import { useWhyNot } from "~/ui/why-not.ts";
import { deleteRule, rulesKey } from "../api/rules.ts";
import { RuleFields } from "./rule-fields.tsx";
import { useRuleForm } from "./rule-form.ts";
import { RuleMeaning } from "./rule-meaning.tsx";

interface RuleDrawerProps {
  /** null: a new one. */
  row: RuleRow | null;
  /** All of them: a rule stands beside the others of its family. */
  rules: RuleRow[];
  onClose: () => void;
}

/** One definition: to read for everyone, to change for who may; what runs keeps what it began with. */
export function RuleDrawer({ row, rules, onClose }: RuleDrawerProps) {
  const t = useT("time-rule");
  const local = useLocalName();
  const may = useMay("clock:config");
  const whyNot = useWhyNot();
  const { form, submit, error, isBusy, isDirty, reload } = useRuleForm(row, onClose);
  const { leave, question } = useUnsaved(isDirty);
  const count = row ? row.running + row.expired : 0;
  return (
    <Drawer
      isOpen
      isWide
      onClose={() => leave(onClose)}
      title={row ? local(row) : t("createRule")}
      lead={row?.code}
    >
      {question}
      <FormProvider {...form}>
        <Form onSubmit={submit}>
          {!may && <Notice tone="wait" title={whyNot("clock:config")} />}
          <RuleMeaning row={row} rules={rules} />
          {may && count > 0 && <Notice tone="wait" title={t("runningKeep", { count })} />}
          <fieldset disabled={!may} className="flex min-w-0 flex-col gap-4">
            <RuleFields isNew={row === null} />
          </fieldset>
          {error && <Rejection error={error} onReload={reload} />}
          {may && (
            <FormActions isSticky>
              <Button
                type="submit"
                look="primary"
                isBusy={isBusy}
                disabledReason={row && !isDirty ? t("nothingChanged") : null}
              >
                {row ? t("common:save") : t("createRule")}
              </Button>
              {row && <DeleteRule row={row} onDone={onClose} />}
            </FormActions>
          )}
        </Form>
      </FormProvider>
    </Drawer>
  );
}

/** Only a rule that nothing runs on may go; a shipped one is switched off instead. */
function DeleteRule({ row, onDone }: { row: RuleRow; onDone: () => void }) {
  const t = useT("time-rule");
  const remove = useCommand(deleteRule, {
    touches: [rulesKey],
    onDone: () => {
      toast(t("ruleDeleted", { code: row.code }));
      onDone();
    },
  });
  const count = row.running + row.expired;
  const obstacle = row.isPreset ? t("shipped") : count > 0 ? t("stillRunning", { count }) : null;
  return (
    <DeleteButton
      question={t("deleteRule", { code: row.code })}
      disabledReason={obstacle}
      onConfirm={() => remove.mutateAsync({ code: row.code, version: row.version })}
    />
  );
}
