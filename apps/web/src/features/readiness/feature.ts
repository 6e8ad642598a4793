import { ClipboardCheck, ListChecks, ShieldCheck, SlidersHorizontal } from "lucide-react";
import type { Feature } from "~/shell/feature.ts";

export const feature: Feature = {
  menu: [
    {
      group: "planning",
      to: "/readiness",
      icon: ListChecks,
      key: "readiness",
      permission: "readiness:read",
      order: 30,
    },
    {
      group: "engineering",
      to: "/readiness/policies",
      icon: SlidersHorizontal,
      key: "readinessPolicies",
      permission: "readiness:config",
      order: 70,
    },
  ],
  jobs: [
    {
      key: "prepareRuns",
      to: "/readiness",
      icon: ClipboardCheck,
      permission: "readiness:prepare",
      roles: ["line_leader", "planner"],
    },
    {
      key: "waiveFailures",
      to: "/readiness",
      icon: ShieldCheck,
      permission: "readiness:waive",
      roles: ["plant_manager"],
    },
    {
      key: "readinessPolicies",
      to: "/readiness/policies",
      icon: SlidersHorizontal,
      permission: "readiness:config",
      roles: ["engineer"],
    },
  ],
};
