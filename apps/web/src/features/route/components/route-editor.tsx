import type { RouteDetail } from "@lineside/domain/routing";
import { useQuery } from "@tanstack/react-query";
import { MousePointerClick, Save } from "lucide-react";
import type { ReactNode } from "react";
import { useLocalName, useT } from "~/lib/i18n.ts";
import { onDemand } from "~/lib/on-demand.tsx";
import { useMay } from "~/lib/session.ts";
import { useMedia } from "~/lib/use-media.ts";
import { Button } from "~/ui/button.tsx";
import { Drawer } from "~/ui/dialog.tsx";
import { Empty } from "~/ui/empty.tsx";
import { Notice } from "~/ui/notice.tsx";
import { Section } from "~/ui/page.tsx";
import { Rejection } from "~/ui/rejection.tsx";
import { SaveBar } from "~/ui/save-bar.tsx";
import { Loading } from "~/ui/skeleton.tsx";
import { Text } from "~/ui/text.tsx";
import { operationsQuery } from "../api/choices.ts";
import { configsQuery, type Preview } from "../api/route.ts";
import { StepList } from "./step-list.tsx";
import type { StepsEdit } from "./use-steps-edit.ts";

const StepPanel = onDemand(() => import("./step-panel.tsx"), "StepPanel");

/** Below this the chosen step opens over the list instead of beside it. */
export const useIsWide = () => useMedia("(min-width: 1280px)");

interface RouteEditorProps {
  route: RouteDetail;
  preview: Preview | undefined;
  edit: StepsEdit;
  selected: string | null;
  onSelect: (key: string | null) => void;
  onDirty: (isDirty: boolean) => void;
  leave: (go: () => void) => void;
  /** Asked before what is typed is lost; inside the drawer when there is one. */
  question: ReactNode;
}

/** The sequence, and beside it the chosen step. */
export function RouteEditor(props: RouteEditorProps) {
  const { route, preview, edit, selected, onSelect } = props;
  const t = useT("route");
  const isWide = useIsWide();
  const mayConfigure = useMay("route:configure");
  const isErp = route.source === "ERP";
  const title = useStepTitle(props);
  const panel = selected !== null && title !== null && <Panel {...props} />;
  return (
    <div className="grid items-start gap-5 xl:grid-cols-[minmax(0,1fr)_minmax(0,31rem)]">
      <div className="flex min-w-0 flex-col gap-3">
        {isErp && <ErpNotice />}
        <StepList
          route={route}
          preview={preview}
          edit={edit}
          isFixed={isErp || !mayConfigure}
          selected={selected}
          onSelect={onSelect}
        />
        {edit.isDirty && <Unsaved edit={edit} />}
      </div>
      {isWide ? (
        <div
          key={selected}
          className="xl:sticky xl:top-16 xl:max-h-[calc(100dvh-5rem)] xl:overflow-y-auto"
        >
          <Section isFramed title={title ?? undefined}>
            {panel || <Empty icon={MousePointerClick} title={t("chooseStep")} />}
          </Section>
        </div>
      ) : (
        <Drawer isOpen={Boolean(panel)} onClose={() => onSelect(null)} title={title}>
          {props.question}
          {panel}
        </Drawer>
      )}
    </div>
  );
}

function ErpNotice() {
  const t = useT("route");
  return (
    <Notice tone="wait" title={t("erp.steps")}>
      {t("erp.stepsHint")}
    </Notice>
  );
}

function useStepTitle({ edit, selected }: RouteEditorProps): string | null {
  const local = useLocalName();
  const operations = useQuery(operationsQuery).data ?? [];
  const at = edit.steps.findIndex(({ key }) => key === selected);
  const step = edit.steps[at];
  if (!step) return null;
  const operation = operations.find(({ id }) => id === step.operationId);
  const no = edit.isDirty ? (at + 1) * 10 : step.stepNo;
  return `${no} · ${step.name ?? (operation ? local(operation) : "")}`;
}

function Panel({ route, edit, selected, onDirty, leave }: RouteEditorProps) {
  const local = useLocalName();
  const configs = useQuery(configsQuery(route.code)).data;
  const operations = useQuery(operationsQuery).data;
  const draft = edit.steps.find(({ key }) => key === selected);
  const operation = operations?.find(({ id }) => id === draft?.operationId);
  if (!draft || !configs || !operation) return null;
  return (
    <StepPanel
      waiting={<Loading lines={6} />}
      key={draft.key}
      route={route}
      configs={configs}
      edit={edit}
      draft={draft}
      operation={operation.code}
      operationName={local(operation)}
      onDirty={onDirty}
      leave={leave}
    />
  );
}

/** The changed sequence waits here until it is saved or discarded whole. */
function Unsaved({ edit }: { edit: StepsEdit }) {
  const t = useT("route");
  return (
    <>
      {edit.save.error && <Rejection error={edit.save.error} onReload={edit.discard} />}
      {edit.isStale && !edit.save.error && (
        <Notice
          tone="warn"
          title={t("steps.stale")}
          action={
            <Button size="small" onClick={edit.discard}>
              {t("common:reload")}
            </Button>
          }
        />
      )}
      <SaveBar
        actions={
          <>
            <Button look="primary" icon={Save} isBusy={edit.save.isPending} onClick={edit.submit}>
              {t("steps.save")}
            </Button>
            <Button look="quiet" onClick={edit.discard}>
              {t("common:discard")}
            </Button>
          </>
        }
      >
        <Text isStrong>{t("steps.unsaved")}</Text>{" "}
        {edit.hasRemoved && <Text isQuiet>{t("steps.removedHint")}</Text>}
      </SaveBar>
    </>
  );
}
