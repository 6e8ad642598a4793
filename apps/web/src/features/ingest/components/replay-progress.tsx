import type { ReplayExecuted } from "@lineside/domain/ingest";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { useT } from "~/lib/i18n.ts";
import { Button } from "~/ui/button.tsx";
import { Disclosure } from "~/ui/disclosure.tsx";
import { FormActions } from "~/ui/form.tsx";
import { Section } from "~/ui/page.tsx";
import { Progress } from "~/ui/progress.tsx";
import { Refusal } from "~/ui/refusal.tsx";
import { Loading } from "~/ui/skeleton.tsx";
import { statusOf } from "~/ui/status.ts";
import { StatusPill, useStateText } from "~/ui/status-pill.tsx";
import { Code, Text } from "~/ui/text.tsx";
import { ingestKey } from "../api/monitor.ts";
import { replayQuery } from "../api/replay.ts";

/** How far it is; it goes on without this page. */
export function ReplayProgress({ done, onClose }: { done: ReplayExecuted; onClose: () => void }) {
  const t = useT("ingest");
  const stateText = useStateText("ingest");
  const client = useQueryClient();
  const { data, error } = useQuery(replayQuery(done.id));
  const running = data?.running;
  useEffect(() => {
    if (running === 0) void client.invalidateQueries({ queryKey: ingestKey });
  }, [running, client]);
  if (error && !data) return <Refusal error={error} />;
  if (!data) return <Loading lines={4} />;
  const parts = data.states.map(({ state, count }) => ({
    tone: statusOf("ingest", state).tone,
    label: stateText(state),
    quantity: count,
  }));
  return (
    <Section
      title={data.running > 0 ? t("replay.running", { count: data.running }) : t("replay.done")}
      lead={t("replay.goesOn")}
    >
      <Progress parts={parts} total={data.count} />
      <ul className="flex flex-wrap gap-x-5 gap-y-2">
        {data.states.map(({ state, count }) => (
          <li key={state} className="flex items-center gap-2">
            <StatusPill kind="ingest" state={state} /> {count}
          </li>
        ))}
      </ul>
      {done.skipped.length > 0 && <Skipped skipped={done.skipped} />}
      <FormActions>
        <Button look="primary" onClick={onClose}>
          {t("common:close")}
        </Button>
      </FormActions>
    </Section>
  );
}

function Skipped({ skipped }: Pick<ReplayExecuted, "skipped">) {
  const t = useT("ingest");
  return (
    <Disclosure summary={<Text tone="warn">{t("replay.skipped", { count: skipped.length })}</Text>}>
      <ul className="flex flex-col gap-1">
        {skipped.map(({ eventId, was, is }) => (
          <li key={eventId} className="flex flex-wrap items-center gap-2">
            <Code value={eventId} />
            <StatusPill kind="ingest" state={was} /> →{" "}
            {is && <StatusPill kind="ingest" state={is} />}
          </li>
        ))}
      </ul>
    </Disclosure>
  );
}
