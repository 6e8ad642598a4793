import type { IngestEventAnswer } from "@lineside/domain/ingest";
import { Ban, Download, RotateCcw } from "lucide-react";
import { useState } from "react";
import { useT } from "~/lib/i18n.ts";
import { onDemand } from "~/lib/on-demand.tsx";
import { Button } from "~/ui/button.tsx";
import { DownloadLink } from "~/ui/download-link.tsx";
import { ReasonButton } from "~/ui/reason-button.tsx";
import { useRefusalText } from "~/ui/refusal.tsx";
import { useWhyNot } from "~/ui/why-not.ts";
import { useDiscard } from "../api/event.ts";

const ReplayDrawer = onDemand(() => import("./replay-drawer.tsx"), "ReplayDrawer");

/** Try again, give up, or take the text along; why not, when not. */
export function EventActions({ event }: { event: IngestEventAnswer }) {
  const t = useT("ingest");
  const whyNot = useWhyNot();
  const say = useRefusalText();
  const discard = useDiscard();
  const [isReplaying, setReplaying] = useState(false);
  const { id, state, can } = event;
  const because = (code: string | null) =>
    whyNot("ingest:operate", code && say({ code, context: { state } }));
  return (
    <>
      <DownloadLink href={`/api/ingest/events/${encodeURIComponent(id)}/raw`} icon={Download}>
        {t("download")}
      </DownloadLink>
      <ReasonButton
        icon={Ban}
        label={t("discard")}
        question={t("discard.question")}
        disabledReason={because(can.discard)}
        onConfirm={(reason) => discard.mutateAsync({ eventIds: [id], reason })}
      />
      <Button
        look="primary"
        icon={RotateCcw}
        {...ReplayDrawer.reach}
        disabledReason={because(can.replay)}
        onClick={() => setReplaying(true)}
      >
        {t("replay.one")}
      </Button>
      {isReplaying && (
        <ReplayDrawer choice={{ eventIds: [id] }} onClose={() => setReplaying(false)} />
      )}
    </>
  );
}
