import { KeyRound, ShieldCheck, UserRoundCog, Users } from "lucide-react";
import type { Feature } from "~/shell/feature.ts";

export const feature: Feature = {
  menu: [
    {
      group: "admin",
      to: "/admin/users",
      icon: Users,
      key: "users",
      permission: "system:user_manage",
      order: 10,
    },
    {
      group: "admin",
      to: "/admin/roles",
      icon: ShieldCheck,
      key: "roles",
      permission: "system:role_manage",
      order: 20,
    },
    {
      group: "admin",
      to: "/admin/api-keys",
      icon: KeyRound,
      key: "apiKeys",
      permission: "system:key_manage",
      order: 25,
    },
  ],
  jobs: [
    {
      key: "users",
      to: "/admin/users",
      icon: UserRoundCog,
      permission: "system:user_manage",
      roles: ["admin"],
    },
    {
      key: "roles",
      to: "/admin/roles",
      icon: ShieldCheck,
      permission: "system:role_manage",
      roles: ["admin"],
    },
    {
      key: "apiKeys",
      to: "/admin/api-keys",
      icon: KeyRound,
      permission: "system:key_manage",
      roles: ["admin"],
    },
  ],
};
