import { ScrollText } from "lucide-react";
import type { Feature } from "~/shell/feature.ts";

export const feature: Feature = {
  menu: [
    {
      group: "admin",
      to: "/admin/logs",
      icon: ScrollText,
      key: "logs",
      permission: "ops:read",
      order: 55,
    },
  ],
};
