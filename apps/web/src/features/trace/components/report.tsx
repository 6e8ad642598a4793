import type { TraceAnswer } from "@lineside/domain/trace";
import { nowMs } from "~/lib/clock.ts";
import { formatTime, zoneLabel } from "~/lib/format.ts";
import { useT } from "~/lib/i18n.ts";
import { useMe } from "~/lib/session.ts";
import { useNow } from "~/lib/use-now.ts";
import { ReportHead } from "~/ui/report.tsx";
import { Sn } from "~/ui/sn.tsx";
import { useStateText } from "~/ui/status-pill.tsx";

/** The head of the printed trace. */
export function Report({ trace }: { trace: TraceAnswer }) {
  const t = useT("trace");
  const { user, operator, settings } = useMe();
  const stateText = useStateText("unit");
  // Asked again each minute, so that the paper says when it was printed.
  useNow(60_000);
  const now = nowMs();
  const { sn, state } = trace.unit;
  return (
    <ReportHead
      kind={[settings.plantName, t("report")].filter(Boolean).join(" · ")}
      code={sn}
      subject={<Sn value={sn} />}
      lines={[
        `${trace.product.code} ${trace.product.name} · ${stateText(state)}`,
        t("printed", {
          at: `${formatTime(now, "minute")} ${zoneLabel(now)}`,
          by: (operator ?? user).name,
        }),
      ]}
    />
  );
}
