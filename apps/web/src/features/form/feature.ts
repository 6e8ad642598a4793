import { ClipboardCheck, ClipboardList, FileCog } from "lucide-react";
import type { Feature } from "~/shell/feature.ts";
import { useUnconfirmedCount } from "./api/counts.ts";

export const feature: Feature = {
  menu: [
    {
      group: "floor",
      to: "/records",
      icon: ClipboardList,
      key: "records",
      permission: "form:read",
      order: 40,
    },
    {
      group: "engineering",
      to: "/forms",
      icon: FileCog,
      key: "forms",
      permission: "form:config",
      order: 60,
    },
  ],
  jobs: [
    {
      key: "confirmRecords",
      to: "/records",
      search: { state: "SUBMITTED" },
      icon: ClipboardCheck,
      permission: "form:confirm",
      roles: ["line_leader", "quality"],
      useCount: useUnconfirmedCount,
    },
    {
      key: "fillRecords",
      to: "/records",
      icon: ClipboardList,
      permission: "form:record",
      roles: ["operator", "material", "maintenance"],
    },
  ],
};
