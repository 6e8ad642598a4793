import type {
  ConfigRow,
  DraftStep,
  MachineStationType,
  RouteDetail,
} from "@lineside/domain/routing";
import { useQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { Hand } from "lucide-react";
import { useState } from "react";
import { useLocalName, useT } from "~/lib/i18n.ts";
import { useLive } from "~/lib/live.ts";
import { Empty } from "~/ui/empty.tsx";
import { TextLink } from "~/ui/link.tsx";
import { Page } from "~/ui/page.tsx";
import { Refusal } from "~/ui/refusal.tsx";
import { Segmented } from "~/ui/segmented.tsx";
import { Loading } from "~/ui/skeleton.tsx";
import { StationTypeBadge } from "~/ui/station-type.tsx";
import { configsQuery, previewQuery, routeQuery } from "../api/route.ts";
import { MappingEditor } from "../components/mapping-editor.tsx";

const topics = ["route.", "executionConfig", "captureItem", "operation."];

/** How the events of a step's machine are read. */
export function MappingPage() {
  const { code, stepNo } = useParams({ from: "/_app/routes/$code/steps/$stepNo/mapping" });
  const t = useT("mapping");
  const local = useLocalName();
  const route = useQuery(routeQuery(code));
  const preview = useQuery(previewQuery(code));
  const configs = useQuery(configsQuery(code));
  useLive(topics, [["routes", code]]);
  const draft = preview.data?.snapshot.steps.find((each) => each.stepNo === Number(stepNo));
  const name = draft?.name ?? (draft?.operation ? local(draft.operation) : "");
  const error = route.error ?? preview.error ?? configs.error;
  return (
    <Page
      title={`${stepNo} · ${name}`}
      lead={t("title")}
      beside={draft?.stationType && <StationTypeBadge type={draft.stationType} />}
      back={
        <TextLink to="/routes/$code" params={{ code }} search={{ step: stepNo }}>
          {t("backToRoute", { code })}
        </TextLink>
      }
    >
      {error ? (
        <Refusal error={error} onRetry={() => preview.refetch()} />
      ) : route.data && preview.data && configs.data ? (
        <Body route={route.data} draft={draft} configs={configs.data} />
      ) : (
        <Loading lines={10} />
      )}
    </Page>
  );
}

interface BodyProps {
  route: RouteDetail;
  draft: DraftStep | undefined;
  configs: readonly ConfigRow[];
}

function Body({ route, draft, configs }: BodyProps) {
  const t = useT("mapping");
  const step = route.steps.find((each) => each.stepNo === draft?.stepNo);
  const origin = draft?.origin.ingestMapping;
  const [scope, setScope] = useState<"STEP" | "OPERATION">(
    origin === "OPERATION" ? "OPERATION" : "STEP",
  );
  if (!draft || !step) return <Empty title={t("noStep")} />;
  if (!draft.stationType || draft.stationType === "MANUAL")
    return <Empty icon={Hand} title={t("byHand")} hint={t("byHandHint")} />;
  const row = configs.find((config) =>
    scope === "STEP" ? config.stepId === step.id : config.operationId === step.operationId,
  );
  const type: MachineStationType = draft.stationType;
  return (
    <>
      <Segmented
        label={t("scope")}
        value={scope}
        onChange={(value) => setScope(value as "STEP" | "OPERATION")}
        choices={[
          { value: "STEP", label: t("scope.STEP") },
          { value: "OPERATION", label: t("scope.OPERATION", { operation: step.operationCode }) },
        ]}
      />
      <MappingEditor key={`${step.id} ${scope}`} place={{ route, step, draft, type, scope, row }} />
    </>
  );
}
