import { useMaintenance } from "~/lib/maintenance.ts";
import { onDemand } from "~/lib/on-demand.tsx";

const Strip = onDemand(() => import("./maintenance-strip.tsx"), "MaintenanceStrip");

/** On every page, before signing in too: what is announced, and that it is on. */
export function MaintenanceBanner() {
  const notice = useMaintenance();
  return notice && notice.phase !== "OFF" ? <Strip notice={notice} /> : null;
}
