import type { JobCase } from "@lineside/domain/job";
import { Ban, Check, RotateCcw } from "lucide-react";
import { path } from "~/lib/http.ts";
import { useT } from "~/lib/i18n.ts";
import { useRows } from "~/lib/pages.ts";
import { Button } from "~/ui/button.tsx";
import { Drawer } from "~/ui/dialog.tsx";
import { Empty } from "~/ui/empty.tsx";
import { KeyValues } from "~/ui/key-values.tsx";
import { Section } from "~/ui/page.tsx";
import { ReasonButton } from "~/ui/reason-button.tsx";
import { Refusal, useRefusalText } from "~/ui/refusal.tsx";
import { Loading } from "~/ui/skeleton.tsx";
import { Code } from "~/ui/text.tsx";
import { Time } from "~/ui/time.tsx";
import { useWhyNot } from "~/ui/why-not.ts";
import { useDecideCase } from "../api/decide-case.ts";
import { useRetryJob } from "../api/job.ts";
import { jobsKey } from "../api/overview.ts";

interface CaseDrawerProps {
  /** The fingerprint the cases share. */
  cause: string;
  onClose: () => void;
  onOpenJob: (jobId: string) => void;
}

/** The dead jobs of one cause; each is tried again, given up, or marked as done by hand. */
export function CaseDrawer({ cause, onClose, onOpenJob }: CaseDrawerProps) {
  const t = useT("ops");
  const say = useRefusalText();
  const key = [...jobsKey, "cases", cause];
  const { rows, isLoading, error, retry, hasMore, more } = useRows<JobCase>(
    key,
    path`/ops/cases/of/${cause}`,
  );
  const [first] = rows;
  return (
    <Drawer
      isOpen
      isWide
      onClose={onClose}
      title={first ? say({ code: first.code, context: first.context }) : t("dead")}
      lead={first?.kind}
    >
      {error && <Refusal error={error} onRetry={retry} />}
      {isLoading && <Loading lines={6} />}
      {!isLoading && rows.length === 0 && !error && (
        <Empty title={t("dead.none")} hint={t("dead.noneHint")} />
      )}
      <div className="flex flex-col gap-4">
        {rows.map((row) => (
          <DeadJob key={row.id} dead={row} onOpen={() => onOpenJob(row.jobId)} />
        ))}
        {hasMore && <Button onClick={more}>{t("more")}</Button>}
      </div>
    </Drawer>
  );
}

function DeadJob({ dead, onOpen }: { dead: JobCase; onOpen: () => void }) {
  const t = useT("ops");
  const facts = Object.entries(dead.context).filter(([, value]) => typeof value !== "object");
  return (
    <Section isFramed title={dead.subject ? <Code value={dead.subject} /> : t("job")}>
      <KeyValues
        items={[
          [t("died"), <Time key="at" at={dead.openedAt} />],
          ...facts.map(([key, value]) => [key, String(value)] as const),
        ]}
      />
      <Decisions dead={dead} onOpen={onOpen} />
    </Section>
  );
}

function Decisions({ dead, onOpen }: { dead: JobCase; onOpen: () => void }) {
  const t = useT("ops");
  const whyNot = useWhyNot();
  const retry = useRetryJob();
  const { discard, resolve } = useDecideCase();
  const disabledReason = whyNot("job:operate");
  return (
    <div className="flex flex-col gap-3">
      {retry.error && <Refusal error={retry.error} />}
      <div className="flex flex-wrap gap-2">
        <Button
          icon={RotateCcw}
          look="primary"
          isBusy={retry.isPending}
          disabledReason={disabledReason}
          onClick={() => retry.mutate(dead.jobId)}
        >
          {t("retry")}
        </Button>
        <ReasonButton
          label={t("resolve")}
          question={t("resolve.question")}
          icon={Check}
          disabledReason={disabledReason}
          onConfirm={(reason) => resolve.mutateAsync({ id: dead.id, reason })}
        />
        <ReasonButton
          label={t("discard")}
          question={t("discard.question")}
          look="danger"
          icon={Ban}
          disabledReason={disabledReason}
          onConfirm={(reason) => discard.mutateAsync({ id: dead.id, reason })}
        />
        <Button look="quiet" onClick={onOpen}>
          {t("openJob")}
        </Button>
      </div>
    </div>
  );
}
