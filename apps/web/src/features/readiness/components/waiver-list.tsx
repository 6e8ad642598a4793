import type { BoardAnswer, WaiverAnswer } from "@lineside/domain/readiness";
import { Undo2 } from "lucide-react";
import { useT } from "~/lib/i18n.ts";
import { useMay } from "~/lib/session.ts";
import { useCommand } from "~/lib/use-command.ts";
import { Section } from "~/ui/page.tsx";
import { ReasonButton } from "~/ui/reason-button.tsx";
import { useRefusalText } from "~/ui/refusal.tsx";
import { Signatures } from "~/ui/signatures.tsx";
import { StatusPill } from "~/ui/status-pill.tsx";
import { Text } from "~/ui/text.tsx";
import { Time } from "~/ui/time.tsx";
import { boardTouches, revokeWaiver } from "../api/readiness.ts";

/** Every waiver of the run: what was accepted, by whom, why, and until when. */
export function WaiverList({ board }: { board: BoardAnswer }) {
  const t = useT("readiness");
  if (board.waivers.length === 0) return null;
  return (
    <Section title={t("waivers")}>
      <ul className="flex flex-col gap-4">
        {board.waivers.map((waiver) => (
          <li key={waiver.id}>
            <Waiver waiver={waiver} isLive={board.isLive} />
            <Signatures
              signatures={board.signatures.filter((each) => each.entityId === waiver.id)}
            />
          </li>
        ))}
      </ul>
    </Section>
  );
}

function Waiver({ waiver, isLive }: { waiver: WaiverAnswer; isLive: boolean }) {
  const t = useT("readiness");
  const tWords = useT("words");
  const say = useRefusalText();
  const may = useMay("readiness:waive");
  const revoke = useCommand(revokeWaiver, { touches: boardTouches });
  const { approvedAt, approvedByName } = waiver;
  return (
    <div className="flex flex-col gap-1">
      <span className="flex flex-wrap items-center gap-2">
        <StatusPill kind="waiver" state={waiver.state} />
        <Text isStrong>
          {tWords(`check.${waiver.checkCode}`)} {waiver.itemKey}
        </Text>
      </span>
      <Text isQuiet>{say(waiver.finding)}</Text>
      <Text>{waiver.reason}</Text>
      <Text isQuiet isSmall>
        {waiver.requestedByName} <Time at={waiver.requestedAt} style="minute" zone={false} />
        {approvedByName && approvedAt && approvedByName !== waiver.requestedByName && (
          <>
            {" · "}
            {approvedByName} <Time at={approvedAt} style="minute" zone={false} />
          </>
        )}
        {waiver.expiresAt && (
          <>
            {" · "}
            {t("until")} <Time at={waiver.expiresAt} style="minute" zone={false} />
          </>
        )}
      </Text>
      {waiver.revokedAt && (
        <Text isQuiet isSmall>
          {t("revokedBy", { name: waiver.revokedByName, reason: waiver.revokeReason })}
        </Text>
      )}
      {isLive && may && waiver.state !== "REVOKED" && (
        <div>
          <ReasonButton
            size="small"
            icon={Undo2}
            label={t("revoke")}
            question={t("revokeQuestion")}
            onConfirm={(reason) => revoke.mutateAsync({ id: waiver.id, reason })}
          />
        </div>
      )}
    </div>
  );
}
