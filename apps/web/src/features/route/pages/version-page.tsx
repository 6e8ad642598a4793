import type { CompileError, VersionDetail } from "@lineside/domain/routing";
import { useQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { GitCompareArrows } from "lucide-react";
import { useT } from "~/lib/i18n.ts";
import { CopyButton } from "~/ui/copy-button.tsx";
import { KeyValues } from "~/ui/key-values.tsx";
import { ButtonLink, TextLink } from "~/ui/link.tsx";
import { Notice } from "~/ui/notice.tsx";
import { Page, Section } from "~/ui/page.tsx";
import { Refusal } from "~/ui/refusal.tsx";
import { Loading } from "~/ui/skeleton.tsx";
import { StatusPill } from "~/ui/status-pill.tsx";
import { Code } from "~/ui/text.tsx";
import { Time } from "~/ui/time.tsx";
import { versionQuery } from "../api/route.ts";
import { FrozenStepView } from "../components/frozen-step.tsx";
import { useFaultLines } from "../components/words.ts";

/** A version as it was frozen: what runs on it mean, whatever was changed since. */
export function VersionPage() {
  const t = useT("route");
  const { code, no } = useParams({ from: "/_app/routes/$code/versions/$no" });
  const version = useQuery(versionQuery(code, Number(no)));
  const previous = Number(no) - 1;
  return (
    <Page
      title={t("versionTitle", { code, no })}
      beside={version.data && <StatusPill kind="version" state={version.data.status} />}
      lead={t("frozen")}
      back={
        <TextLink to="/routes/$code" params={{ code }} search={{ tab: "versions" }}>
          {t("backToVersions", { code })}
        </TextLink>
      }
      actions={
        previous > 0 && (
          <ButtonLink
            icon={GitCompareArrows}
            to="/routes/$code/diff/$from/$to"
            params={{ code, from: String(previous), to: no }}
          >
            {t("againstPrevious")}
          </ButtonLink>
        )
      }
    >
      {version.error && <Refusal error={version.error} onRetry={() => version.refetch()} />}
      {version.isPending && <Loading lines={10} />}
      {version.data && <Frozen version={version.data} />}
    </Page>
  );
}

function Frozen({ version }: { version: VersionDetail }) {
  const t = useT("route");
  const faultLines = useFaultLines();
  const { snapshot, errors } = version;
  const { route, steps } = snapshot;
  const faultsAt = (no: number | null): CompileError[] =>
    errors.filter(({ stepNo }) => stepNo === no);
  return (
    <>
      <Section isFramed>
        <KeyValues
          isWide
          items={[
            [t("name"), route.name],
            [t("process"), route.processType],
            [t("product"), route.productCode ?? t("anyProduct")],
            [t("source"), t(`source.${route.source}`)],
            [t("compiledAt"), <Time key="at" at={version.compiledAt} style="minute" />],
            [t("compiledBy"), version.compiledByName],
            [t("contentHash"), <Code key="hash" value={version.contentHash.slice(0, 12)} />],
          ]}
        />
      </Section>
      {errors.length > 0 && (
        <Notice
          tone="bad"
          title={t("faults", { count: errors.length })}
          action={
            <CopyButton
              label={t("copyFaults")}
              text={`${route.code}\n${faultLines(errors, steps)}`}
            />
          }
        >
          <p className="whitespace-pre-line">{faultLines(errors, steps)}</p>
        </Notice>
      )}
      <ol className="flex flex-col gap-3">
        {steps.map((step) => (
          <li key={step.stepNo}>
            <FrozenStepView step={step} faults={faultsAt(step.stepNo)} />
          </li>
        ))}
      </ol>
    </>
  );
}
