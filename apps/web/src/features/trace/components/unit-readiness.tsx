import type { TraceAnswer } from "@lineside/domain/trace";
import { useT } from "~/lib/i18n.ts";
import { useMay } from "~/lib/session.ts";
import { TextLink } from "~/ui/link.tsx";
import { Section } from "~/ui/page.tsx";
import { useRefusalText } from "~/ui/refusal.tsx";
import { StatusPill } from "~/ui/status-pill.tsx";
import { Text } from "~/ui/text.tsx";
import { Time } from "~/ui/time.tsx";

/** What mass production was opened on, and every failure that was accepted for it. */
export function UnitReadiness({ trace }: { trace: TraceAnswer }) {
  const t = useT("trace");
  const may = useMay("readiness:read");
  const { authorizedOn, waivers } = trace.readiness;
  if (!authorizedOn && waivers.length === 0) return null;
  return (
    <Section title={t("readiness")}>
      <div className="flex flex-col gap-3">
        {authorizedOn && (
          <Text isSmall>
            {t("authorizedBy", { name: authorizedOn.byName })}{" "}
            <Time at={authorizedOn.at} style="minute" zone={false} />
            {" · "}
            {t("checksSettled", { count: settled(authorizedOn.items) })}
          </Text>
        )}
        {waivers.map((waiver) => (
          <Waiver key={waiver.id} waiver={waiver} />
        ))}
        {may && (
          <TextLink
            to="/runs/$runNo/prepare"
            params={{ runNo: trace.run.runNo }}
            className="no-print"
          >
            {t("toPreparation")}
          </TextLink>
        )}
      </div>
    </Section>
  );
}

type Readiness = TraceAnswer["readiness"];

function Waiver({ waiver }: { waiver: Readiness["waivers"][number] }) {
  const t = useT("trace");
  const tWords = useT("words");
  const say = useRefusalText();
  return (
    <div className="flex flex-col gap-0.5">
      <span className="flex flex-wrap items-center gap-2">
        <StatusPill kind="waiver" state={waiver.state} />
        <Text isStrong>
          {tWords(`check.${waiver.checkCode}`)} {waiver.itemKey}
        </Text>
      </span>
      <Text isSmall>{say(waiver.finding)}</Text>
      <Text isSmall>{t("waivedBecause", { reason: waiver.reason })}</Text>
      <Text isQuiet isSmall>
        {waiver.approvedByName ?? waiver.requestedByName}{" "}
        <Time at={waiver.approvedAt ?? waiver.requestedAt} style="minute" zone={false} />
        {waiver.revokedAt && (
          <>
            {" · "}
            {t("waiverRevoked", { name: waiver.revokedByName })}
          </>
        )}
      </Text>
    </div>
  );
}

/** Checks that counted and stood in nobody's way. */
function settled(items: NonNullable<Readiness["authorizedOn"]>["items"]): number {
  return items.filter(({ state }) => state === "PASSED" || state === "WAIVED").length;
}
