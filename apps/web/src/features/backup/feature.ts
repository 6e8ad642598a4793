import { DatabaseBackup } from "lucide-react";
import type { Feature } from "~/shell/feature.ts";

export const feature: Feature = {
  menu: [
    {
      group: "admin",
      to: "/admin/backups",
      icon: DatabaseBackup,
      key: "backups",
      permission: "backup:read",
      order: 45,
    },
  ],
  jobs: [
    {
      key: "backups",
      to: "/admin/backups",
      icon: DatabaseBackup,
      permission: "backup:operate",
      roles: ["admin"],
    },
  ],
};
