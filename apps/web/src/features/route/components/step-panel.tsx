import type { ConfigRow, ConfigScope, RouteDetail, StepRow } from "@lineside/domain/routing";
import { configScopes, resolveSemantics } from "@lineside/domain/routing";
import { useQuery } from "@tanstack/react-query";
import { Eraser } from "lucide-react";
import { useEffect, useState } from "react";
import { useT } from "~/lib/i18n.ts";
import { useMay } from "~/lib/session.ts";
import { Button } from "~/ui/button.tsx";
import { Field } from "~/ui/field.tsx";
import { Form, FormActions } from "~/ui/form.tsx";
import { Input } from "~/ui/input.tsx";
import { ButtonLink } from "~/ui/link.tsx";
import { Notice } from "~/ui/notice.tsx";
import { Section } from "~/ui/page.tsx";
import { Rejection } from "~/ui/rejection.tsx";
import { SaveBar } from "~/ui/save-bar.tsx";
import { Segmented } from "~/ui/segmented.tsx";
import { captureItemsQuery } from "../api/choices.ts";
import { CaptureItems } from "./capture-items.tsx";
import { SemanticsFields } from "./semantics-fields.tsx";
import { useScopeEdit } from "./use-scope-edit.ts";
import type { StepDraft, StepsEdit } from "./use-steps-edit.ts";
import { useOriginText } from "./words.ts";

interface StepPanelProps {
  route: RouteDetail;
  configs: readonly ConfigRow[];
  edit: StepsEdit;
  draft: StepDraft;
  /** The operation's code, and its name in the reader's language. */
  operation: string;
  operationName: string;
  /** Settings are typed here and not saved. */
  onDirty: (isDirty: boolean) => void;
  /** Asks first when something typed would be lost. */
  leave: (go: () => void) => void;
}

/** One step: what the floor calls it, how it is executed, what is captured there. */
export function StepPanel(props: StepPanelProps) {
  const { route, configs, edit, draft, operation, operationName, onDirty, leave } = props;
  const t = useT("route");
  const [scope, setScope] = useState<ConfigScope>("STEP");
  const items = useQuery(captureItemsQuery(draft.operationId)).data ?? [];
  const saved = route.steps.find(({ id }) => id === draft.id);
  const mayName = useMay("route:configure") && route.source !== "ERP";
  return (
    <div className="flex flex-col gap-5">
      <Field label={t("stepName")} hint={t("stepNameHint")}>
        <Input
          value={draft.name ?? ""}
          readOnly={!mayName}
          placeholder={operationName}
          maxLength={120}
          onChange={(event) => edit.rename(draft.key, event.target.value || null)}
        />
      </Field>
      {saved ? (
        <Section title={t("execution")} lead={t(`scope.${scope}.lead`, { operation })}>
          <Segmented
            label={t("scope")}
            value={scope}
            onChange={(value) => leave(() => setScope(value as ConfigScope))}
            choices={configScopes.map((value) => ({
              value,
              label: t(`scope.${value}`, { operation }),
            }))}
          />
          <ScopeForm
            key={`${saved.id} ${scope}`}
            route={route}
            step={saved}
            scope={scope}
            configs={configs}
            items={items}
            onDirty={onDirty}
          />
        </Section>
      ) : (
        <Notice tone="wait" title={t("saveStepsFirst")} />
      )}
      {saved && <MachineEvents route={route} step={saved} configs={configs} />}
      <CaptureItems operationId={draft.operationId} operation={operation} items={items} />
    </div>
  );
}

/** How the step's machine is read, or that nothing reads it yet; people's steps have none. */
function MachineEvents({
  route,
  step,
  configs,
}: Omit<ScopeFormProps, "scope" | "items" | "onDirty">) {
  const t = useT("route");
  const originText = useOriginText();
  const at = { id: step.id, operationId: step.operationId, routeId: route.id };
  const { stationType, ingestMapping } = resolveSemantics(at, configs);
  if (stationType.value === null || stationType.value === "MANUAL") return null;
  const { value, origin } = ingestMapping;
  return (
    <Section
      title={t("machineEvents")}
      lead={value && t("machineEventsFrom", { who: originText(origin, step.operationCode) })}
      actions={
        <ButtonLink
          size="small"
          to="/routes/$code/steps/$stepNo/mapping"
          params={{ code: route.code, stepNo: String(step.stepNo) }}
        >
          {t("machineEventsEdit")}
        </ButtonLink>
      }
    >
      {!value && <Notice tone="warn" title={t("machineEventsMissing")} />}
    </Section>
  );
}

interface ScopeFormProps {
  route: RouteDetail;
  step: StepRow;
  scope: ConfigScope;
  configs: readonly ConfigRow[];
  items: Parameters<typeof SemanticsFields>[0]["items"];
  onDirty: (isDirty: boolean) => void;
}

function ScopeForm({ route, step, scope, configs, items, onDirty }: ScopeFormProps) {
  const t = useT("route");
  const may = useMay("route:configure");
  const edit = useScopeEdit({ route, step, scope, configs });
  const { isDirty } = edit;
  useEffect(() => {
    onDirty(isDirty);
    return () => onDirty(false);
  }, [isDirty, onDirty]);
  return (
    <Form
      onSubmit={(event) => {
        event.preventDefault();
        edit.submit();
      }}
    >
      <fieldset disabled={!may} className="flex min-w-0 flex-col gap-4">
        <SemanticsFields edit={edit} scope={scope} operation={step.operationCode} items={items} />
      </fieldset>
      {edit.error && <Rejection error={edit.error} onReload={edit.discard} />}
      {may && isDirty && (
        <SaveBar
          isInside
          actions={
            <>
              <Button type="submit" look="primary" isBusy={edit.isBusy}>
                {t("common:save")}
              </Button>
              <Button look="quiet" onClick={edit.discard}>
                {t("common:discard")}
              </Button>
            </>
          }
        >
          {t(`scope.${scope}.unsaved`, { operation: step.operationCode })}
        </SaveBar>
      )}
      {may && !isDirty && edit.hasRow && !edit.isSilent && (
        <FormActions>
          <Button icon={Eraser} onClick={() => edit.change(nothing)}>
            {t("sayNothing")}
          </Button>
        </FormActions>
      )}
    </Form>
  );
}

const nothing = {
  stationType: null,
  stationGroupId: null,
  allowedStationIds: null,
  requiresFai: null,
  requiresAuthorization: null,
  captureItemIds: null,
};
