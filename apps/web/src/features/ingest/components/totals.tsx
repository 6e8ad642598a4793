import type { IngestFate, MonitorAnswer, MonitorWindow } from "@lineside/domain/ingest";
import { formatNumber } from "~/lib/format.ts";
import { useT } from "~/lib/i18n.ts";
import { statusOf } from "~/ui/status.ts";
import { useStateText } from "~/ui/status-pill.tsx";
import { Figure, Text } from "~/ui/text.tsx";

const minutes: Record<MonitorWindow, number> = { "15m": 15, "1h": 60, "24h": 24 * 60 };

const always = ["EXECUTED", "STORED", "PARKED", "REJECTED"] as const;
const ifAny = ["DUPLICATE", "CONFLICT", "MALFORMED", "DEAD"] as const;

/** How much came in the window, and what became of it. */
export function Totals({ monitor, window }: { monitor: MonitorAnswer; window: MonitorWindow }) {
  const t = useT("ingest");
  const stateText = useStateText("ingest");
  const { totals } = monitor;
  const taken = (totals.RECEIVED ?? 0) + (totals.DUPLICATE ?? 0) + (totals.CONFLICT ?? 0);
  const rate = (taken + (totals.MALFORMED ?? 0)) / minutes[window];
  const shown: IngestFate[] = [...always, ...ifAny.filter((fate) => (totals[fate] ?? 0) > 0)];
  const malformed = totals.MALFORMED ?? 0;
  return (
    <section className="flex flex-col gap-2">
      <div className="grid grid-cols-2 gap-4 sm:grid-cols-[repeat(auto-fill,minmax(7rem,1fr))]">
        <Figure value={formatNumber(rate, rate < 10 ? 1 : 0)} label={t("perMinute")} />
        {shown.map((fate) => {
          const { tone } = statusOf("ingest", fate);
          const count = totals[fate] ?? 0;
          return (
            <Figure
              key={fate}
              value={formatNumber(count)}
              label={stateText(fate)}
              tone={count > 0 && (tone === "bad" || tone === "warn") ? tone : undefined}
            />
          );
        })}
      </div>
      {malformed > 0 && (
        <Text isQuiet isSmall>
          {t("malformed", { count: malformed })}
        </Text>
      )}
    </section>
  );
}
