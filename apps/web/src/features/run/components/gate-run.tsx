import type { RunAnswer } from "@lineside/domain/work-order";
import { formatNumber } from "~/lib/format.ts";
import { useT } from "~/lib/i18n.ts";
import { useMay } from "~/lib/session.ts";
import { ButtonLink } from "~/ui/link.tsx";
import { Notice } from "~/ui/notice.tsx";
import { Figure, Text } from "~/ui/text.tsx";
import { Ago } from "~/ui/time.tsx";
import { UnitProgress } from "~/ui/unit-progress.tsx";

/** Mass production: how far it is, and what waits for a person. */
export function RunPanel({ run }: { run: RunAnswer }) {
  const t = useT("run");
  const { counts } = run;
  const waits = counts.failed + counts.held;
  const mayDecide = useMay("quality:read");
  if (run.startedAt === null)
    return (
      <Text isQuiet>
        {run.state === "ON_HOLD"
          ? t("holdQuestion")
          : run.state === "AUTHORIZED"
            ? t("firstScanStarts")
            : t("runsAfterAuthorize")}
      </Text>
    );
  return (
    <>
      <div className="grid grid-cols-2 gap-4 sm:grid-cols-3 lg:grid-cols-6">
        <Figure value={formatNumber(counts.done)} label={t("done")} tone="ok" />
        <Figure value={formatNumber(counts.inStation)} label={t("inStation")} />
        <Figure value={formatNumber(counts.queued)} label={t("queued")} />
        <Figure
          value={formatNumber(counts.failed)}
          label={t("failed")}
          tone={counts.failed > 0 ? "bad" : undefined}
        />
        <Figure
          value={formatNumber(counts.held)}
          label={t("held")}
          tone={counts.held > 0 ? "held" : undefined}
        />
        <Figure
          value={formatNumber(counts.scrapped)}
          label={t("scrapped")}
          tone={counts.scrapped > 0 ? "bad" : undefined}
        />
      </div>
      <UnitProgress counts={counts} planQty={run.planQty} />
      <p>
        <Text isQuiet isSmall>
          {t("startedAgo")} <Ago at={run.startedAt} />
        </Text>
      </p>
      {waits > 0 && (
        <Notice
          tone="warn"
          title={t("waitForDecision", { count: waits })}
          action={
            mayDecide && (
              <ButtonLink size="small" to={"/defects" as "/"} search={{ run: run.runNo } as never}>
                {t("toDefects")}
              </ButtonLink>
            )
          }
        />
      )}
    </>
  );
}
