import type { LogRow } from "@lineside/domain/log";
import { useT } from "~/lib/i18n.ts";
import { useMay } from "~/lib/session.ts";
import { CodeBlock } from "~/ui/code-block.tsx";
import { CopyButton } from "~/ui/copy-button.tsx";
import { Drawer } from "~/ui/dialog.tsx";
import { KeyValues } from "~/ui/key-values.tsx";
import { ButtonLink } from "~/ui/link.tsx";
import { Section } from "~/ui/page.tsx";
import { Code } from "~/ui/text.tsx";
import { Time } from "~/ui/time.tsx";
import { LevelBadge } from "./level-badge.tsx";
import { RequestTrail } from "./request-trail.tsx";

/** One line of the log: what it says, where in the code, and what its request did. */
export function LogDrawer({ row, onClose }: { row: LogRow; onClose: () => void }) {
  const t = useT("log");
  const { stack, ...fields } = row.fields;
  const rest = Object.entries(fields);
  // What a job did is told under the job's own number.
  const cause = row.requestId ?? (row.jobId && `job-${row.jobId}`);
  return (
    <Drawer
      isOpen
      isWide
      onClose={onClose}
      title={row.message}
      lead={row.error ?? undefined}
      footer={<Ways row={row} />}
    >
      <div className="flex flex-col gap-6">
        <KeyValues
          items={[
            [t("level"), <LevelBadge key="level" level={row.level} />],
            [t("when"), <Time key="when" at={row.time} />],
            row.requestId !== null && [t("request"), <Code key="request" value={row.requestId} />],
            row.jobId !== null && [t("job"), <Code key="job" value={row.jobId} />],
            ...rest.map(([key, value]) => [key, asText(value)] as const),
          ]}
        />
        {typeof stack === "string" && (
          <Section title={t("stack")}>
            <CodeBlock text={stack} label={t("copyStack")} />
          </Section>
        )}
        {cause && <RequestTrail requestId={cause} />}
      </div>
    </Drawer>
  );
}

function Ways({ row }: { row: LogRow }) {
  const t = useT("log");
  const mayJobs = useMay("job:read");
  return (
    <div className="flex flex-wrap gap-2">
      {row.requestId !== null && (
        <ButtonLink to="/admin/logs" search={{ requestId: row.requestId }}>
          {t("allOfRequest")}
        </ButtonLink>
      )}
      {row.jobId !== null && mayJobs && (
        <ButtonLink to="/ops/jobs" search={{ job: row.jobId }}>
          {t("openJob")}
        </ButtonLink>
      )}
      <CopyButton text={JSON.stringify(row, null, 2)} label={t("copyLine")} />
    </div>
  );
}

function asText(value: unknown): string {
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}
