import { ScanBarcode } from "lucide-react";
import type { Feature } from "~/shell/feature.ts";

export const feature: Feature = {
  menu: [
    {
      group: "floor",
      to: "/station",
      icon: ScanBarcode,
      key: "station",
      permission: "exec:read",
      order: 10,
    },
  ],
  jobs: [
    {
      key: "scanBoards",
      to: "/station",
      icon: ScanBarcode,
      permission: "exec:track_in",
      roles: ["operator", "line_leader"],
    },
  ],
};
