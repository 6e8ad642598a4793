import type { EndpointRow } from "@lineside/domain/cfx";
import { useT } from "~/lib/i18n.ts";
import type { Reach } from "~/lib/on-demand.tsx";
import { Button } from "~/ui/button.tsx";
import { KeyValues } from "~/ui/key-values.tsx";
import { Section } from "~/ui/page.tsx";
import { StatusPill } from "~/ui/status-pill.tsx";
import { Code, Text } from "~/ui/text.tsx";
import { Ago } from "~/ui/time.tsx";

interface EndpointCardProps {
  endpoint: EndpointRow;
  reach: Reach;
  onOpen: () => void;
}

/** One machine's end of the line: heard or not, where it stands, what it runs. */
export function EndpointCard({ endpoint, reach, onOpen }: EndpointCardProps) {
  const t = useT("ingest");
  const { handle, state, stationCode, stationName, lineCode, silentSince } = endpoint;
  const isNew = state === "NEW";
  return (
    <Section
      isFramed
      title={<Code value={handle} />}
      actions={<StatusPill kind="endpoint" state={state} />}
      lead={
        stationCode ? (
          [stationCode, stationName !== stationCode && stationName, lineCode]
            .filter(Boolean)
            .join(" · ")
        ) : (
          <Text tone={isNew ? "warn" : undefined}>{t("endpoint.nowhere")}</Text>
        )
      }
    >
      <KeyValues
        items={[
          [t("endpoint.heard"), <Ago key="h" at={endpoint.lastSeenAt} />],
          silentSince !== null && [
            t("endpoint.silent"),
            <Text key="s" tone="bad">
              <Ago at={silentSince} />
            </Text>,
          ],
          endpoint.rivalName !== null && [
            t("endpoint.rival"),
            <Text key="k" tone="bad">
              {endpoint.rivalName} {endpoint.rivalAt && <Ago at={endpoint.rivalAt} />}
            </Text>,
          ],
          [t("endpoint.recipe"), endpoint.activeRecipe],
          [t("endpoint.operator"), endpoint.operatorName],
          endpoint.activeFaults > 0 && [
            t("endpoint.faults"),
            <Text key="f" tone="bad" isStrong>
              {endpoint.activeFaults}
            </Text>,
          ],
        ]}
      />
      <div>
        <Button size="small" look={isNew ? "primary" : "plain"} {...reach} onClick={onOpen}>
          {t(isNew ? "endpoint.assign" : "endpoint.open")}
        </Button>
      </div>
    </Section>
  );
}
