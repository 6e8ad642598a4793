import { useQuery } from "@tanstack/react-query";
import { CalendarClock, Wrench } from "lucide-react";
import { useState } from "react";
import { useT } from "~/lib/i18n.ts";
import { maintenanceKey, maintenanceQuery } from "~/lib/maintenance.ts";
import { onDemand } from "~/lib/on-demand.tsx";
import { useCommand } from "~/lib/use-command.ts";
import { Button } from "~/ui/button.tsx";
import { Notice } from "~/ui/notice.tsx";
import { Refusal } from "~/ui/refusal.tsx";
import { Time } from "~/ui/time.tsx";
import { endMaintenance } from "../api/health.ts";

const MaintenanceDrawer = onDemand(() => import("./maintenance-drawer.tsx"), "MaintenanceDrawer");

/** Whether the plant may change anything; begun, announced and ended here. */
export function MaintenancePanel() {
  const t = useT("health");
  const [asked, setAsked] = useState<"on" | "announce" | null>(null);
  const { data: notice } = useQuery(maintenanceQuery);
  const end = useCommand(endMaintenance, { touches: [maintenanceKey] });
  const phase = notice?.phase ?? "OFF";
  const isOn = phase === "ON";
  const tone = { OFF: "none", ANNOUNCED: "wait", ON: "warn" } as const;
  return (
    <>
      <Notice
        tone={tone[phase]}
        title={t(`maintenance.${phase}`)}
        action={
          <>
            {phase !== "OFF" && (
              <Button isBusy={end.isPending} onClick={() => end.mutate(undefined)}>
                {t(isOn ? "maintenance.end" : "maintenance.takeBack")}
              </Button>
            )}
            {phase === "OFF" && (
              <Button
                icon={CalendarClock}
                {...MaintenanceDrawer.reach}
                onClick={() => setAsked("announce")}
              >
                {t("maintenance.announce")}
              </Button>
            )}
            {phase !== "ON" && (
              <Button icon={Wrench} {...MaintenanceDrawer.reach} onClick={() => setAsked("on")}>
                {t("maintenance.begin")}
              </Button>
            )}
          </>
        }
      >
        <span className="flex flex-wrap gap-x-4">
          {phase === "OFF" && t("maintenance.offHint")}
          {notice?.startsAt && (
            <span>
              {t("maintenance.from")} <Time at={notice.startsAt} style="minute" />
            </span>
          )}
          {notice?.endsAt && (
            <span>
              {t("maintenance.until")} <Time at={notice.endsAt} style="minute" />
            </span>
          )}
        </span>
      </Notice>
      {end.error && <Refusal error={end.error} />}
      {asked && <MaintenanceDrawer kind={asked} onClose={() => setAsked(null)} />}
    </>
  );
}
