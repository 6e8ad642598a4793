import type { LineReadiness, LineRun } from "@lineside/domain/readiness";
import { useQuery } from "@tanstack/react-query";
import { useT } from "~/lib/i18n.ts";
import { useLive } from "~/lib/live.ts";
import { useNow } from "~/lib/use-now.ts";
import { Empty } from "~/ui/empty.tsx";
import { Ledger, LedgerRow } from "~/ui/ledger.tsx";
import { ButtonLink, TextLink } from "~/ui/link.tsx";
import { Page, Section } from "~/ui/page.tsx";
import { Refusal, useRefusalText, useResolver } from "~/ui/refusal.tsx";
import { Loading } from "~/ui/skeleton.tsx";
import { Sn } from "~/ui/sn.tsx";
import { Badge, StatusPill } from "~/ui/status-pill.tsx";
import { Text } from "~/ui/text.tsx";
import { Duration, Time } from "~/ui/time.tsx";
import { boardTopics, linesQuery } from "../api/readiness.ts";
import { itemId } from "../order.ts";

/** Line by line: what runs, what comes next, and what it is blocked by, for how long. */
export function LinesPage() {
  const t = useT("readiness");
  const { data, error, refetch } = useQuery({ ...linesQuery, refetchInterval: 60_000 });
  useLive(boardTopics, [["readiness", "lines"]]);
  return (
    <Page title={t("lines")} lead={t("linesLead")}>
      {error && !data && <Refusal error={error} onRetry={() => void refetch()} />}
      {!data && !error && <Loading lines={10} />}
      {data?.length === 0 && <Empty title={t("noLines")} />}
      {data?.map((line) => (
        <Line key={line.lineCode} line={line} />
      ))}
    </Page>
  );
}

function Line({ line }: { line: LineReadiness }) {
  const t = useT("readiness");
  const runs = [...line.running, ...line.next];
  return (
    <Section title={`${line.lineCode} · ${line.lineName}`}>
      {runs.length === 0 ? (
        <Text isQuiet>{t("noRuns")}</Text>
      ) : (
        <Ledger label={line.lineCode}>
          {runs.map((run) => (
            <Run key={run.runNo} run={run} />
          ))}
        </Ledger>
      )}
      {line.hasMore && (
        <Text isQuiet isSmall>
          {t("moreRuns")}
        </Text>
      )}
    </Section>
  );
}

function Run({ run }: { run: LineRun }) {
  const t = useT("readiness");
  const tWords = useT("words");
  const say = useRefusalText();
  const resolver = useResolver();
  const now = useNow(60_000);
  const isBlocked = run.status === "FAILED";
  return (
    <LedgerRow
      tone={isBlocked ? "bad" : null}
      mark={<StatusPill kind="run" state={run.state} />}
      title={
        <TextLink to="/runs/$runNo/prepare" params={{ runNo: run.runNo }}>
          <Sn value={run.runNo} />
        </TextLink>
      }
      beside={
        <>
          <Text isQuiet>
            {run.productCode} · {run.productName}
          </Text>
          {run.waivedCount > 0 && (
            <Badge tone="held">{t("waivedCount", { count: run.waivedCount })}</Badge>
          )}
        </>
      }
      end={
        isBlocked && run.sinceBlocked ? (
          <>
            {t("blockedFor")} <Duration ms={Math.max(0, now - Date.parse(run.sinceBlocked))} />
          </>
        ) : (
          run.changeoverAt && (
            <>
              {t("changeoverAt")} <Time at={run.changeoverAt} style="minute" zone={false} />
            </>
          )
        )
      }
      actions={
        <ButtonLink size="small" to="/runs/$runNo/prepare" params={{ runNo: run.runNo }}>
          {t("openBoard")}
        </ButtonLink>
      }
    >
      {!isBlocked && <Text tone="ok">{t("nothingBlocks")}</Text>}
      {isBlocked && (
        <ul className="flex list-disc flex-col gap-0.5 ps-5">
          {run.blocking.map((item) => (
            <li key={itemId(item)}>
              <Text isStrong>{tWords(`check.${item.checkCode}`)}</Text>{" "}
              {item.finding && say(item.finding)}{" "}
              <Text isQuiet isSmall>
                {resolver(item.resolvedBy)}
              </Text>
            </li>
          ))}
        </ul>
      )}
    </LedgerRow>
  );
}
