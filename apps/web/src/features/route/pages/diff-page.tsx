import type { VersionChange, VersionRow } from "@lineside/domain/routing";
import { useQuery } from "@tanstack/react-query";
import { useNavigate, useParams } from "@tanstack/react-router";
import { ArrowLeftRight, Equal } from "lucide-react";
import { useT } from "~/lib/i18n.ts";
import { Button } from "~/ui/button.tsx";
import { Empty } from "~/ui/empty.tsx";
import { Field } from "~/ui/field.tsx";
import { Select } from "~/ui/input.tsx";
import { TextLink } from "~/ui/link.tsx";
import { Page } from "~/ui/page.tsx";
import { Refusal } from "~/ui/refusal.tsx";
import { Loading } from "~/ui/skeleton.tsx";
import { useStateText } from "~/ui/status-pill.tsx";
import { diffQuery, versionQuery, versionsQuery } from "../api/route.ts";
import { ChangeList } from "../components/change-list.tsx";

/** What changed from one version of a route to another. */
export function DiffPage() {
  const t = useT("route");
  const { code, from, to } = useParams({ from: "/_app/routes/$code/diff/$from/$to" });
  const navigate = useNavigate();
  const diff = useQuery(diffQuery(code, Number(from), Number(to)));
  const versions = useQuery(versionsQuery(code)).data ?? [];
  const nameOf = useStepNames(code, { from: Number(from), to: Number(to) });
  const go = (next: { from: string; to: string }) =>
    navigate({ to: "/routes/$code/diff/$from/$to", params: { code, ...next }, replace: true });
  return (
    <Page
      title={t("diff.title", { code, from, to })}
      back={
        <TextLink to="/routes/$code" params={{ code }} search={{ tab: "versions" }}>
          {t("backToVersions", { code })}
        </TextLink>
      }
    >
      <div className="flex flex-wrap items-end gap-3">
        <VersionSelect
          label={t("diff.from")}
          value={from}
          versions={versions}
          onChange={(next) => go({ from: next, to })}
        />
        <VersionSelect
          label={t("diff.to")}
          value={to}
          versions={versions}
          onChange={(next) => go({ from, to: next })}
        />
        <Button icon={ArrowLeftRight} onClick={() => go({ from: to, to: from })}>
          {t("diff.swap")}
        </Button>
      </div>
      {diff.error && <Refusal error={diff.error} onRetry={() => diff.refetch()} />}
      {diff.isPending && <Loading lines={6} />}
      {diff.data?.changes.length === 0 && (
        <Empty icon={Equal} title={t("diff.none")} hint={t("diff.noneHint")} />
      )}
      {diff.data && <ChangeList changes={diff.data.changes} nameOf={nameOf} />}
    </Page>
  );
}

/** A removed step is named by the older version, every other one by the newer. */
function useStepNames(code: string, { from, to }: { from: number; to: number }) {
  const older = useQuery(versionQuery(code, from)).data?.snapshot.steps ?? [];
  const newer = useQuery(versionQuery(code, to)).data?.snapshot.steps ?? [];
  return (change: VersionChange) => {
    const steps = change.kind === "REMOVED" && change.field === "step" ? older : newer;
    return steps.find(({ stepNo }) => stepNo === change.stepNo)?.operation?.code ?? null;
  };
}

interface VersionSelectProps {
  label: string;
  value: string;
  versions: readonly VersionRow[];
  onChange: (no: string) => void;
}

function VersionSelect({ label, value, versions, onChange }: VersionSelectProps) {
  const t = useT("route");
  const stateText = useStateText("version");
  return (
    <Field label={label}>
      <Select
        value={value}
        onChange={(event) => onChange(event.target.value)}
        choices={versions.map(({ versionNo, status }) => ({
          value: String(versionNo),
          label: `${t("v", { no: versionNo })} · ${stateText(status)}`,
        }))}
      />
    </Field>
  );
}
