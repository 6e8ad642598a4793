import type { JobsOverview } from "@lineside/domain/job";
import { useT } from "~/lib/i18n.ts";
import { Notice } from "~/ui/notice.tsx";
import { Code } from "~/ui/text.tsx";
import { Ago } from "~/ui/time.tsx";

/** What keeps jobs from running and will not go away by itself. */
export function Alarms({ overview }: { overview: JobsOverview }) {
  const t = useT("ops");
  const { unclaimable, breakers, kinds } = overview;
  const paused = kinds.filter(({ isPaused }) => isPaused);
  return (
    <>
      {unclaimable.length > 0 && (
        <Notice tone="bad" title={t("unclaimable")}>
          {unclaimable.map(({ kind, payloadVersion, count }) => (
            <p key={`${kind} ${payloadVersion}`}>
              {t("unclaimable.row", { kind, version: payloadVersion, count })}
            </p>
          ))}
        </Notice>
      )}
      {breakers.map(({ endpoint, openedAt, lastError }) => (
        <Notice key={endpoint} tone="warn" title={t("breaker", { endpoint })}>
          {openedAt && <Ago at={openedAt} />} {lastError && <Code value={lastError} />}
        </Notice>
      ))}
      {paused.map(({ kind, pauseReason }) => (
        <Notice key={kind} tone="held" title={t("kindPaused", { kind })}>
          {pauseReason}
        </Notice>
      ))}
    </>
  );
}
