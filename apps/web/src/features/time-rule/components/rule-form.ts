import {
  eventFilter,
  type RuleInput,
  type RuleRow,
  ruleCreate,
  rulePatch,
} from "@lineside/domain/time-rule";
import { useQueryClient } from "@tanstack/react-query";
import { useRef } from "react";
import { useFieldRefusal, useZodForm } from "~/lib/form.ts";
import { useT } from "~/lib/i18n.ts";
import { useCommand } from "~/lib/use-command.ts";
import { toast } from "~/ui/toast.tsx";
import { createRule, editRule, rulesKey, rulesQuery } from "../api/rules.ts";

const touches = [rulesKey];
/** The fields of a form stand at its top level; what is wrong inside a filter belongs to the filter. */
const newRule = ruleCreate;
const changedRule = rulePatch.omit({ version: true });

export function useRuleForm(row: RuleRow | null, onClose: () => void) {
  const t = useT("time-rule");
  const client = useQueryClient();
  const version = useRef(row?.version ?? 0);
  const form = useZodForm(
    row ? (changedRule as unknown as typeof newRule) : newRule,
    defaultsOf(row),
  );
  const { dirtyFields, errors } = form.formState;
  const showAtField = useFieldRefusal(form, fieldOfCode);
  const done = (text: string) => {
    toast(text);
    onClose();
  };
  const create = useCommand(createRule, {
    touches,
    onDone: ({ code }) => done(t("ruleCreated", { code })),
  });
  const edit = useCommand(editRule, {
    touches,
    onDone: ({ code }) => done(t("ruleSaved", { code })),
  });
  const submit = form.handleSubmit((input) => {
    const rule = withScope(input);
    if (!row) return create.mutate(rule, { onError: showAtField });
    const changed = Object.entries(rule).filter(([name]) => name in dirtyFields);
    const body = { ...Object.fromEntries(changed), code: row.code, version: version.current };
    edit.mutate(body, { onError: showAtField });
  });
  const reload = async () => {
    const fresh = (await client.fetchQuery({ ...rulesQuery, staleTime: 0 })).find(
      ({ code }) => code === row?.code,
    );
    if (!fresh) return onClose();
    version.current = fresh.version;
    // What was typed stays; everything else becomes what is stored now.
    form.reset(defaultsOf(fresh), { keepDirtyValues: true });
    edit.reset();
  };
  const isAtField = Object.values(errors).some((each) => each?.type === "server");
  return {
    form,
    submit,
    reload: () => void reload(),
    error: isAtField ? null : (create.error ?? edit.error),
    isBusy: create.isPending || edit.isPending,
    isDirty: Object.keys(dirtyFields).length > 0,
  };
}

const fieldOfCode = {
  DEFINITION_EXISTS: "code",
  TIME_RULE_EVENT_MISMATCH: "startWhen",
  TIME_RULE_FILTER_MISMATCH: "startWhen",
  TIME_RULE_WARNING_TOO_EARLY: "warningMinutes",
  TIME_RULE_SCOPE_KEY_MISSING: "scopeKey",
  TIME_RULE_SCOPE_KEY_UNKNOWN: "scopeKey",
} as const;

/** What is valid everywhere names nothing. */
const withScope = (rule: RuleInput): RuleInput =>
  rule.scope === "GLOBAL" ? { ...rule, scopeKey: "" } : rule;

const emptyFilter = eventFilter.parse({ events: ["unit.trackedOut"] });

function defaultsOf(row: RuleRow | null): RuleInput {
  return {
    code: row?.code ?? "",
    family: row?.family ?? "",
    subjectType: row?.subjectType ?? "UNIT",
    name: row?.name ?? "",
    nameZh: row?.nameZh ?? "",
    durationMinutes: row?.durationMinutes ?? 240,
    warningMinutes: row?.warningMinutes ?? 30,
    startWhen: row?.startWhen ?? { ...emptyFilter, results: ["PASS"] },
    endWhen: row?.endWhen ?? { ...emptyFilter, events: ["unit.trackedIn"] },
    scope: row?.scope ?? "GLOBAL",
    scopeKey: row?.scopeKey ?? "",
    onExpiry: row?.onExpiry ?? "ALERT",
    isWaivable: row?.isWaivable ?? true,
    isActive: row?.isActive ?? true,
    priority: row?.priority ?? 100,
    remark: row?.remark ?? null,
  };
}
