import { useQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { Timer } from "lucide-react";
import { useT } from "~/lib/i18n.ts";
import { useLive } from "~/lib/live.ts";
import { useMay } from "~/lib/session.ts";
import { useNow } from "~/lib/use-now.ts";
import { ButtonLink } from "~/ui/link.tsx";
import { Section } from "~/ui/page.tsx";
import { Refusal } from "~/ui/refusal.tsx";
import { runClocksQuery } from "../api/clocks.ts";
import { ClockLine } from "./clock-line.tsx";

/** The first to run out; the board has them all. */
const most = 6;

/** The clocks that run for a run, on the run's own page; nothing while it has none. */
export function RunClocks() {
  return useMay("clock:read") ? <OpenClocks /> : null;
}

function OpenClocks() {
  const t = useT("time-rule");
  const { runNo } = useParams({ from: "/_app/runs/$runNo/" });
  const now = useNow();
  const query = runClocksQuery(runNo);
  const { data, error, refetch } = useQuery(query);
  useLive(["clock."], [query.queryKey]);
  const open = (data ?? []).filter(({ state }) => state === "RUNNING" || state === "EXPIRED");
  if (error) return <Refusal error={error} onRetry={() => void refetch()} />;
  if (open.length === 0) return null;
  return (
    <Section
      title={t("clocksOfRun")}
      lead={t("clocksOfRunLead", { count: open.length })}
      actions={
        <ButtonLink to="/clocks" search={{ run: runNo }} icon={Timer} look="quiet" size="small">
          {t("allClocksOfRun")}
        </ButtonLink>
      }
    >
      <div className="clock-list">
        {open.slice(0, most).map((clock) => (
          <ClockLine key={clock.id} clock={clock} now={now} />
        ))}
      </div>
    </Section>
  );
}
