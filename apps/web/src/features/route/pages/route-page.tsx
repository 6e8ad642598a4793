import type { RouteDetail } from "@lineside/domain/routing";
import { useQuery } from "@tanstack/react-query";
import { useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { useEffect, useState } from "react";
import { formatTime } from "~/lib/format.ts";
import { useT } from "~/lib/i18n.ts";
import { useLive } from "~/lib/live.ts";
import { onDemand } from "~/lib/on-demand.tsx";
import { useCommand } from "~/lib/use-command.ts";
import { TextLink } from "~/ui/link.tsx";
import { Page } from "~/ui/page.tsx";
import { Refusal } from "~/ui/refusal.tsx";
import { Loading } from "~/ui/skeleton.tsx";
import { Badge, StatusPill } from "~/ui/status-pill.tsx";
import { Tabs } from "~/ui/tabs.tsx";
import { Text } from "~/ui/text.tsx";
import { useUnsaved } from "~/ui/unsaved.tsx";
import { compileRoute } from "../api/edit-route.ts";
import { previewQuery, routeQuery } from "../api/route.ts";
import { CompileState } from "../components/compile-state.tsx";
import { RouteActions } from "../components/route-actions.tsx";
import { RouteEditor, useIsWide } from "../components/route-editor.tsx";
import { useStepsEdit } from "../components/use-steps-edit.ts";
import { VersionBadge } from "../components/version-badge.tsx";

const VersionsTab = onDemand(() => import("../components/versions-tab.tsx"), "VersionsTab");

const topics = ["route.", "executionConfig", "captureItem", "operation.", "station"];

/** One route: its steps and how they are executed, its versions, and the compile between them. */
export function RoutePage() {
  const { code } = useParams({ from: "/_app/routes/$code/" });
  const route = useQuery(routeQuery(code));
  useLive(topics, [["routes", code], ["capture-items"]]);
  if (route.data) return <Loaded key={code} route={route.data} />;
  return (
    <Page title={code} back={<Back />}>
      {route.error ? (
        <Refusal error={route.error} onRetry={() => route.refetch()} />
      ) : (
        <Loading lines={10} />
      )}
    </Page>
  );
}

function Back() {
  const t = useT("route");
  return <TextLink to="/routes">{t("title")}</TextLink>;
}

/** The sequence, the chosen step and what is typed there, across both tabs and until it is saved. */
function useEditing(route: RouteDetail) {
  const { tab = "steps" } = useSearch({ from: "/_app/routes/$code/" });
  const isWide = useIsWide();
  const [selected, setSelected] = useState<string | null>(useAskedStep(route));
  const [isPanelDirty, setPanelDirty] = useState(false);
  const edit = useStepsEdit(route, (ids) => {
    // A new step got its id; it stays the selected one.
    const at = edit.steps.findIndex(({ key }) => key === selected);
    setSelected(ids[at] ?? null);
  });
  const { leave, question } = useUnsaved(edit.isDirty || isPanelDirty);
  const ask = (go: () => void) => (isPanelDirty ? leave(go) : go());
  const isDrawer = !isWide && tab === "steps" && selected !== null;
  const isDirty = edit.isDirty || isPanelDirty;
  return { tab, edit, selected, setSelected, setPanelDirty, ask, question, isDrawer, isDirty };
}

function Loaded({ route }: { route: RouteDetail }) {
  const t = useT("route");
  const navigate = useNavigate({ from: "/routes/$code/" });
  const preview = useQuery(previewQuery(route.code));
  const editing = useEditing(route);
  const { tab, edit, selected, setSelected, ask, question, isDrawer, isDirty } = editing;
  const compile = useCommand(compileRoute, { touches: [["routes"]] });
  const { reset } = compile;
  useEffect(() => {
    // What the last compile said is about the route as it was.
    if (isDirty) reset();
  }, [isDirty, reset]);
  const openStep = (no: number) => {
    setSelected(route.steps.find(({ stepNo }) => stepNo === no)?.id ?? null);
    void navigate({ search: {}, replace: true });
  };
  return (
    <Page
      title={`${route.code} · ${route.name}`}
      back={<Back />}
      beside={<Beside route={route} />}
      lead={<Lead route={route} />}
      actions={
        <RouteActions
          route={route}
          obstacle={isDirty ? t("saveFirst") : null}
          isCompiling={compile.isPending}
          onCompile={() => compile.mutate(route.code)}
        />
      }
    >
      {!isDrawer && question}
      {compile.error && <Refusal error={compile.error} />}
      {preview.error && <Refusal error={preview.error} onRetry={() => preview.refetch()} />}
      {preview.data && !edit.isDirty && (
        <CompileState
          route={route}
          preview={preview.data}
          compiled={compile.data ?? null}
          onStep={(no) => ask(() => openStep(no))}
        />
      )}
      <Tabs
        value={tab}
        onChange={(next) =>
          ask(() => navigate({ search: (old) => ({ ...old, tab: next }), replace: true }))
        }
        tabs={[
          {
            value: "steps",
            label: t("tab.steps"),
            content: (
              <RouteEditor
                route={route}
                preview={preview.data}
                edit={edit}
                selected={selected}
                onSelect={(key) => ask(() => setSelected(key))}
                onDirty={editing.setPanelDirty}
                leave={ask}
                question={isDrawer && question}
              />
            ),
          },
          {
            value: "versions",
            label: t("versions"),
            content: <VersionsTab route={route} waiting={<Loading />} />,
          },
        ]}
      />
    </Page>
  );
}

/** The step a link asks for; beside the list there is always one, over it only when it was chosen. */
function useAskedStep({ steps }: RouteDetail): string | null {
  const { step } = useSearch({ from: "/_app/routes/$code/" });
  const isWide = useIsWide();
  const asked = steps.find(({ stepNo }) => String(stepNo) === step);
  return asked?.id ?? (isWide ? (steps[0]?.id ?? null) : null);
}

function Beside({ route }: { route: RouteDetail }) {
  return (
    <>
      <VersionBadge route={route} />
      {!route.isActive && <StatusPill kind="active" state="INACTIVE" />}
    </>
  );
}

function Lead({ route }: { route: RouteDetail }) {
  const t = useT("route");
  const { effectiveFrom, effectiveTo } = route;
  return (
    <span className="flex flex-wrap items-center gap-x-3 gap-y-1">
      <Badge>{route.processType}</Badge>
      <Badge>{t(`source.${route.source}`)}</Badge>
      <Text>{route.productCode ?? t("anyProduct")}</Text>
      {effectiveFrom && <Text>{t("from", { day: formatTime(effectiveFrom, "date") })}</Text>}
      {effectiveTo && <Text>{t("until", { day: formatTime(effectiveTo, "date") })}</Text>}
    </span>
  );
}
