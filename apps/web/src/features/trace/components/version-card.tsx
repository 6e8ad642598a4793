import type { TraceAnswer } from "@lineside/domain/trace";
import type { UseQueryResult } from "@tanstack/react-query";
import { GitCompareArrows, Pin } from "lucide-react";
import { useLocalName, useT } from "~/lib/i18n.ts";
import { useMay } from "~/lib/session.ts";
import { ButtonLink, TextLink } from "~/ui/link.tsx";
import { Notice } from "~/ui/notice.tsx";
import { Section } from "~/ui/page.tsx";
import { Refusal } from "~/ui/refusal.tsx";
import { Segmented } from "~/ui/segmented.tsx";
import { Loading } from "~/ui/skeleton.tsx";
import { StepStrip } from "~/ui/step-strip.tsx";
import { Text } from "~/ui/text.tsx";
import { Time } from "~/ui/time.tsx";
import type { TraceMode } from "../api/unit-trace.ts";

interface VersionCardProps {
  frozen: TraceAnswer;
  latest: UseQueryResult<TraceAnswer>;
  mode: TraceMode;
  onMode: (mode: TraceMode) => void;
}

/** The version the board is made by, fixed when its run was cut; the newest one only to compare. */
export function VersionCard({ frozen, latest, mode, onMode }: VersionCardProps) {
  const t = useT("trace");
  return (
    <Section
      isFramed
      title={
        <span className="flex items-center gap-2">
          <Pin aria-hidden className="size-4" />
          {t("version")}
        </span>
      }
      lead={<VersionLine version={frozen.version} />}
      actions={
        <Segmented
          label={t("mode")}
          value={mode}
          onChange={(next) => onMode(next as TraceMode)}
          choices={[
            { value: "run", label: t("mode.run") },
            { value: "latest", label: t("mode.latest") },
          ]}
        />
      }
    >
      <Strip trace={frozen} />
      {mode === "latest" && <Comparison frozen={frozen} latest={latest} />}
    </Section>
  );
}

function VersionLine({ version }: { version: TraceAnswer["version"] }) {
  const t = useT("trace");
  const mayRead = useMay("route:read");
  const { routeCode, routeName, versionNo, compiledAt, compiledByName } = version;
  const name = `${routeCode} ${t("versionNo", { no: versionNo })}`;
  const snapshot = `/routes/${encodeURIComponent(routeCode)}/versions/${versionNo}`;
  return (
    <>
      {mayRead ? <TextLink to={snapshot as "/"}>{name}</TextLink> : <Text isStrong>{name}</Text>} ·{" "}
      {routeName} · {t("compiled")} <Time at={compiledAt} style="minute" /> {compiledByName}
    </>
  );
}

function Strip({ trace }: { trace: TraceAnswer }) {
  const t = useT("trace");
  const local = useLocalName();
  return (
    <StepStrip
      label={t("steps")}
      steps={trace.version.steps.map((step) => ({
        stepNo: step.stepNo,
        name: local({ name: step.displayName, nameZh: step.displayNameZh }),
        status: step.status,
      }))}
    />
  );
}

function Comparison({ frozen, latest }: Pick<VersionCardProps, "frozen" | "latest">) {
  const t = useT("trace");
  const mayRead = useMay("route:read");
  if (latest.error) return <Refusal error={latest.error} onRetry={() => void latest.refetch()} />;
  if (!latest.data) return <Loading lines={2} />;
  const { version } = latest.data;
  if (version.isFrozenForRun)
    return (
      <Notice tone="ok" title={t("isNewest")}>
        {t("isNewestHint")}
      </Notice>
    );
  const { routeCode, versionNo } = version;
  const diff = `/routes/${encodeURIComponent(routeCode)}/diff/${frozen.version.versionNo}/${versionNo}`;
  return (
    <Notice
      tone="warn"
      title={t("newer", { no: versionNo, frozen: frozen.version.versionNo })}
      action={
        mayRead && (
          <ButtonLink to={diff as "/"} size="small" icon={GitCompareArrows}>
            {t("whatChanged")}
          </ButtonLink>
        )
      }
    >
      <div className="flex flex-col gap-2">
        <p>{t("newerHint")}</p>
        <Strip trace={latest.data} />
      </div>
    </Notice>
  );
}
