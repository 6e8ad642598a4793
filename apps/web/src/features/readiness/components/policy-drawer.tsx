import {
  type CheckRow,
  gates,
  type PolicyInput,
  type PolicyRow,
  policyScopes,
} from "@lineside/domain/readiness";
import { Plus, Save, Trash2 } from "lucide-react";
import { useState } from "react";
import { useT } from "~/lib/i18n.ts";
import { useMay } from "~/lib/session.ts";
import { useCommand } from "~/lib/use-command.ts";
import { Button } from "~/ui/button.tsx";
import { Drawer } from "~/ui/dialog.tsx";
import { Field } from "~/ui/field.tsx";
import { FieldRow, Form, FormActions } from "~/ui/form.tsx";
import { Checkbox, CodeInput, NumberInput, Select } from "~/ui/input.tsx";
import { Notice } from "~/ui/notice.tsx";
import { Section } from "~/ui/page.tsx";
import { ReasonButton } from "~/ui/reason-button.tsx";
import { Refusal } from "~/ui/refusal.tsx";
import { Segmented } from "~/ui/segmented.tsx";
import { useStateText } from "~/ui/status-pill.tsx";
import { Text } from "~/ui/text.tsx";
import { useWhyNot } from "~/ui/why-not.ts";
import { deletePolicy, setPolicy } from "../api/readiness.ts";

interface PolicyDrawerProps {
  check: CheckRow;
  policies: PolicyRow[];
  onClose: () => void;
}

/** One check: how it is taken plant-wide, and its exceptions by line, route or product. */
export function PolicyDrawer({ check, policies, onClose }: PolicyDrawerProps) {
  const t = useT("readiness");
  const tWords = useT("words");
  const whyNot = useWhyNot();
  const may = useMay("readiness:config");
  const [isNew, setNew] = useState(false);
  const plantWide = policies.find(({ scope }) => scope === "GLOBAL") ?? null;
  const others = policies.filter(({ scope }) => scope !== "GLOBAL");
  return (
    <Drawer isOpen isWide onClose={onClose} title={tWords(`check.${check.code}`)}>
      <fieldset disabled={!may} className="flex min-w-0 flex-col gap-6">
        {!may && <Notice tone="wait" title={whyNot("readiness:config")} />}
        {check.isGateFixed && <Notice tone="wait" title={t("fixedHint")} />}
        <Section title={t("plantWide")}>
          <PolicyForm key={plantWide?.version ?? 0} check={check} row={plantWide} isPlantWide />
        </Section>
        {others.map((row) => (
          <Section key={row.id} title={`${t(`scope.${row.scope}`)} ${row.scopeKey}`}>
            <PolicyForm key={row.version} check={check} row={row} />
          </Section>
        ))}
        {isNew ? (
          <Section title={t("newException")}>
            <PolicyForm check={check} row={null} onDone={() => setNew(false)} />
          </Section>
        ) : (
          <div>
            <Button icon={Plus} onClick={() => setNew(true)}>
              {t("newException")}
            </Button>
          </div>
        )}
        <Text isQuiet isSmall>
          {t("mostSpecificWins")}
        </Text>
      </fieldset>
    </Drawer>
  );
}

interface PolicyFormProps {
  check: CheckRow;
  row: PolicyRow | null;
  isPlantWide?: boolean;
  onDone?: () => void;
}

function PolicyForm({ check, row, isPlantWide, onDone }: PolicyFormProps) {
  const t = useT("readiness");
  const gateText = useStateText("gate");
  const { draft, set, input } = usePolicyDraft(check, row, isPlantWide === true);
  const touches = [["readiness"]];
  const save = useCommand(setPolicy, { touches, onDone });
  const remove = useCommand(deletePolicy, { touches });
  return (
    <Form
      onSubmit={(event) => {
        event.preventDefault();
        if (input) save.mutate(input);
      }}
    >
      {!row && !isPlantWide && (
        <FieldRow>
          <Field label={t("where")}>
            <Select
              value={draft.scope}
              choices={policyScopes
                .filter((scope) => scope !== "GLOBAL")
                .map((value) => ({ value, label: t(`scope.${value}`) }))}
              onChange={(event) => set({ scope: event.target.value as PolicyRow["scope"] })}
            />
          </Field>
          <Field label={t("scopeKey")} isRequired>
            <CodeInput
              value={draft.scopeKey}
              onChange={(event) => set({ scopeKey: event.target.value })}
            />
          </Field>
        </FieldRow>
      )}
      {!check.isGateFixed && (
        <Field label={t("gate")} hint={t(`gateHint.${draft.gate}`)} isGroup>
          <Segmented
            label={t("gate")}
            value={draft.gate}
            onChange={(gate) => set({ gate: gate as PolicyRow["gate"] })}
            choices={gates.map((value) => ({ value, label: gateText(value) }))}
          />
        </Field>
      )}
      <Field label={t("freshness")} hint={t("freshnessHint")}>
        <NumberInput
          unit={t("hoursUnit")}
          value={draft.hours}
          onChange={(event) => set({ hours: event.target.value })}
        />
      </Field>
      {check.isWaivable && (
        <Checkbox
          label={t("needsTwo")}
          hint={t("needsTwoHint")}
          checked={draft.needsTwo}
          onChange={(event) => set({ needsTwo: event.target.checked })}
        />
      )}
      {save.error && <Refusal error={save.error} />}
      <FormActions>
        <Button
          type="submit"
          look="primary"
          icon={Save}
          isBusy={save.isPending}
          isDisabled={input === null}
        >
          {t("common:save")}
        </Button>
        {row && (
          <ReasonButton
            icon={Trash2}
            label={t("removePolicy")}
            question={t("removePolicyQuestion")}
            reason="none"
            onConfirm={() => remove.mutateAsync({ id: row.id })}
          />
        )}
      </FormActions>
    </Form>
  );
}

function usePolicyDraft(check: CheckRow, row: PolicyRow | null, isPlantWide: boolean) {
  const minutes = row ? row.freshnessMinutes : check.defaultFreshnessMinutes;
  const [draft, setDraft] = useState({
    scope: row?.scope ?? (isPlantWide ? ("GLOBAL" as const) : ("LINE" as const)),
    scopeKey: row?.scopeKey ?? "",
    gate: row?.gate ?? check.defaultGate,
    hours: minutes === null ? "" : String(minutes / 60),
    needsTwo: row?.needsTwo ?? false,
  });
  const set = (patch: Partial<typeof draft>) => setDraft((old) => ({ ...old, ...patch }));
  return { draft, set, input: inputOf(check.code, draft) };
}

interface Draft {
  scope: PolicyRow["scope"];
  scopeKey: string;
  gate: PolicyRow["gate"];
  hours: string;
  needsTwo: boolean;
}

/** null: something is missing or no number. */
function inputOf(checkCode: string, draft: Draft): PolicyInput | null {
  const text = draft.hours.trim().replace(",", ".");
  const minutes = text === "" ? null : Math.round(Number(text) * 60);
  const { scope, gate, needsTwo } = draft;
  const scopeKey = scope === "GLOBAL" ? "" : draft.scopeKey.trim();
  if (scope !== "GLOBAL" && scopeKey === "") return null;
  if (minutes !== null && !(minutes >= 1)) return null;
  return { checkCode, scope, scopeKey, gate, freshnessMinutes: minutes, needsTwo };
}
