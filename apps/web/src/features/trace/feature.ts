import { ScanSearch } from "lucide-react";
import type { Feature } from "~/shell/feature.ts";

export const feature: Feature = {
  menu: [
    {
      group: "quality",
      to: "/trace",
      icon: ScanSearch,
      key: "trace",
      permission: "trace:read",
      order: 20,
    },
  ],
  jobs: [
    {
      key: "trace",
      to: "/trace",
      icon: ScanSearch,
      permission: "trace:read",
      roles: ["trace", "quality"],
    },
  ],
  opens: {
    UNIT: (sn) => `/trace/${encodeURIComponent(sn)}`,
    PANEL: (panelNo) => `/trace/panels/${encodeURIComponent(panelNo)}`,
  },
};
