import type { JobAttempt, JobDetail } from "@lineside/domain/job";
import { useQuery } from "@tanstack/react-query";
import { RotateCcw } from "lucide-react";
import { useT } from "~/lib/i18n.ts";
import { Button } from "~/ui/button.tsx";
import { Drawer } from "~/ui/dialog.tsx";
import { KeyValues } from "~/ui/key-values.tsx";
import { Section } from "~/ui/page.tsx";
import { Refusal } from "~/ui/refusal.tsx";
import { Loading } from "~/ui/skeleton.tsx";
import { statusOf } from "~/ui/status.ts";
import { StatusPill, useStateText } from "~/ui/status-pill.tsx";
import { Code, Text } from "~/ui/text.tsx";
import { Time } from "~/ui/time.tsx";
import { Timeline, TimelineItem } from "~/ui/timeline.tsx";
import { useWhyNot } from "~/ui/why-not.ts";
import { jobQuery, useRetryJob } from "../api/job.ts";

/** One job: what it is about, every attempt, and what was decided. */
export function JobDrawer({ id, onClose }: { id: string; onClose: () => void }) {
  const t = useT("ops");
  const { data, error, refetch } = useQuery(jobQuery(id));
  return (
    <Drawer
      isOpen
      isWide
      onClose={onClose}
      title={data?.kind ?? t("job")}
      lead={data?.subject}
      footer={data && <Retry job={data} />}
    >
      {error && <Refusal error={error} onRetry={() => void refetch()} />}
      {!data && !error && <Loading />}
      {data && <JobFacts job={data} />}
    </Drawer>
  );
}

function Retry({ job }: { job: JobDetail }) {
  const t = useT("ops");
  const whyNot = useWhyNot();
  const retry = useRetryJob();
  const canRetry = job.state === "FAILED" || job.wait === "RETRY" || job.wait === "PARKED";
  if (!canRetry) return null;
  return (
    <div className="flex flex-col gap-2">
      {retry.error && <Refusal error={retry.error} />}
      <Button
        look="primary"
        icon={RotateCcw}
        isBusy={retry.isPending}
        disabledReason={whyNot("job:operate")}
        onClick={() => retry.mutate(job.id)}
      >
        {t("retry")}
      </Button>
    </div>
  );
}

function JobFacts({ job }: { job: JobDetail }) {
  const t = useT("ops");
  return (
    <div className="flex flex-col gap-6">
      {job.errorCode && (
        <Refusal error={{ code: job.errorCode, context: job.errorContext ?? {} }} />
      )}
      <KeyValues
        items={[
          [
            t("state"),
            <StatusPill
              key="state"
              kind={job.wait ? "jobWait" : "job"}
              state={job.wait ?? job.state}
            />,
          ],
          [t("lane"), t(`lane.${job.lane as "event"}`)],
          [t("enqueued"), <Time key="enqueued" at={job.createdAt} />],
          [t("due"), <Time key="due" at={job.notBefore} />],
          job.finishedAt !== null && [t("finished"), <Time key="finished" at={job.finishedAt} />],
          job.orderKey !== null && [t("orderKey"), <Code key="order" value={job.orderKey} />],
          job.waitKey !== null && [t("waitsFor"), <Code key="waits" value={job.waitKey} />],
          [t("attempts"), job.attempt],
        ]}
      />
      <Section title={t("payload")}>
        <Values of={job.payload} />
      </Section>
      {job.result !== null && (
        <Section title={t("result")}>
          <Values of={job.result} />
        </Section>
      )}
      <Decided job={job} />
      <Section title={t("attempts")}>
        <Timeline label={t("attempts")}>
          {job.attempts.map((attempt) => (
            <Attempt key={attempt.id} attempt={attempt} />
          ))}
        </Timeline>
      </Section>
    </div>
  );
}

function Values({ of }: { of: unknown }) {
  const entries = typeof of === "object" && of !== null ? Object.entries(of) : [];
  return (
    <KeyValues
      items={entries.map(([key, value]) => [
        key,
        typeof value === "string" ? value : JSON.stringify(value),
      ])}
    />
  );
}

function Decided({ job }: { job: JobDetail }) {
  const t = useT("ops");
  const closed = job.cases.filter(({ resolution }) => resolution !== null);
  if (closed.length === 0) return null;
  return (
    <Section title={t("decided")}>
      {closed.map((one) => (
        <KeyValues
          key={one.id}
          items={[
            [t(`resolution.${one.resolution as "REQUEUED"}`), <Time key="at" at={one.closedAt} />],
            [t("by"), one.closedByName],
            one.reason !== null && [t("reason"), one.reason],
          ]}
        />
      ))}
    </Section>
  );
}

function Attempt({ attempt }: { attempt: JobAttempt }) {
  const stateText = useStateText("attempt");
  const outcome = attempt.outcome ?? "COMPLETED";
  const { tone, icon } = statusOf("attempt", outcome);
  return (
    <TimelineItem
      tone={tone}
      icon={icon}
      when={<Time at={attempt.startedAt} style="time" zone={false} />}
      title={stateText(outcome)}
      facts={
        <Text isQuiet isSmall>
          #{attempt.attempt} · {attempt.worker} · {attempt.version}
        </Text>
      }
    >
      {attempt.errorCode && (
        <p>
          <Code value={attempt.errorCode} /> <Text isQuiet>{attempt.errorMessage}</Text>
        </p>
      )}
    </TimelineItem>
  );
}
