import { ScrollText } from "lucide-react";
import type { Feature } from "~/shell/feature.ts";

export const feature: Feature = {
  menu: [
    {
      group: "admin",
      to: "/audit",
      icon: ScrollText,
      key: "audit",
      permission: "audit:read",
      order: 40,
    },
  ],
  jobs: [
    {
      key: "audit",
      to: "/audit",
      icon: ScrollText,
      permission: "audit:read",
      roles: ["admin"],
    },
  ],
};
