import type { FormDetail } from "@lineside/domain/form";
import { useQuery } from "@tanstack/react-query";
import { useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { FilePlus2 } from "lucide-react";
import { useLocalName, useT } from "~/lib/i18n.ts";
import { useLive } from "~/lib/live.ts";
import { onDemand } from "~/lib/on-demand.tsx";
import { useMay } from "~/lib/session.ts";
import { useCommand } from "~/lib/use-command.ts";
import { Button } from "~/ui/button.tsx";
import { Empty } from "~/ui/empty.tsx";
import { TextLink } from "~/ui/link.tsx";
import { Page } from "~/ui/page.tsx";
import { Refusal } from "~/ui/refusal.tsx";
import { Loading } from "~/ui/skeleton.tsx";
import { StatusPill } from "~/ui/status-pill.tsx";
import { Tabs } from "~/ui/tabs.tsx";
import { createDefinition, formQuery } from "../api/forms.ts";
import { DefinitionView } from "../components/definition-view.tsx";
import { RevisionList } from "../components/revision-list.tsx";

const DraftEditor = onDemand(() => import("../components/draft-editor.tsx"), "DraftEditor");

/** One form: the revision in use, the draft of the next one, and those before. */
export function FormPage() {
  const { code } = useParams({ from: "/_app/forms/$code" });
  const t = useT("form");
  const local = useLocalName();
  const { data, error, refetch } = useQuery(formQuery(code));
  useLive(["formDefinition."], [["forms"]]);
  const shown = data?.active ?? data?.revisions[0];
  return (
    <Page
      title={shown ? `${code} · ${local(shown)}` : code}
      beside={shown && <StatusPill kind="form" state={shown.state} />}
      back={<TextLink to="/forms">{t("forms")}</TextLink>}
      actions={data && <NextRevision form={data} />}
    >
      {error && <Refusal error={error} onRetry={() => void refetch()} />}
      {!data && !error && <Loading lines={8} />}
      {data && <FormTabs form={data} />}
    </Page>
  );
}

function FormTabs({ form }: { form: FormDetail }) {
  const t = useT("form");
  const { tab, revision } = useSearch({ from: "/_app/forms/$code" });
  const navigate = useNavigate({ from: "/forms/$code" });
  const draft = form.revisions.find(({ state }) => state === "DRAFT");
  const asked = form.revisions.find((each) => String(each.revision) === revision);
  const shown = asked ?? form.active;
  const tabs = [
    {
      value: "sheet",
      label: t("tab.sheet"),
      content: shown ? (
        <DefinitionView row={shown} />
      ) : (
        <Empty title={t("noActiveRevision")} hint={t("noActiveRevisionHint")} />
      ),
    },
    ...(draft
      ? [
          {
            value: "draft",
            label: t("tab.draft", { no: draft.revision }),
            content: (
              <DraftEditor
                key={`${draft.id}${draft.version}`}
                row={draft}
                waiting={<Loading lines={8} />}
              />
            ),
          },
        ]
      : []),
    { value: "revisions", label: t("tab.revisions"), content: <RevisionList form={form} /> },
  ];
  const first = form.active ? "sheet" : "draft";
  const known = tabs.some(({ value }) => value === tab);
  return (
    <Tabs
      value={known && tab ? tab : draft || form.active ? first : "sheet"}
      onChange={(next) => navigate({ search: { tab: next }, replace: true })}
      tabs={tabs}
    />
  );
}

/** A revision in use never changes: changing it means drafting the next one. */
function NextRevision({ form }: { form: FormDetail }) {
  const t = useT("form");
  const navigate = useNavigate({ from: "/forms/$code" });
  const may = useMay("form:config");
  const create = useCommand(createDefinition, {
    touches: [["forms"]],
    onDone: () => navigate({ search: { tab: "draft" } }),
  });
  const { active, code } = form;
  const hasDraft = form.revisions.some(({ state }) => state === "DRAFT");
  if (!may || !active || hasDraft) return null;
  const { name, nameZh, definition } = active;
  return (
    <Button
      icon={FilePlus2}
      isBusy={create.isPending}
      onClick={() => create.mutate({ code, name, nameZh, definition })}
    >
      {t("nextRevision")}
    </Button>
  );
}
