import type { RoleRow } from "@lineside/domain/auth";
import { useQuery } from "@tanstack/react-query";
import { Lock, Plus } from "lucide-react";
import { useState } from "react";
import { useLocalName, useT } from "~/lib/i18n.ts";
import { useLive } from "~/lib/live.ts";
import { onDemand } from "~/lib/on-demand.tsx";
import { Button } from "~/ui/button.tsx";
import { type Column, DataTable } from "~/ui/data-table.tsx";
import { Page } from "~/ui/page.tsx";
import { Badge } from "~/ui/status-pill.tsx";
import { Text } from "~/ui/text.tsx";
import { rolesQuery } from "../api/roles.ts";
import type { RoleDraft } from "../components/role-drawer.tsx";

const RoleDrawer = onDemand(() => import("../components/role-drawer.tsx"), "RoleDrawer");

export function RolesPage() {
  const t = useT("roles");
  const roles = useQuery(rolesQuery);
  const [open, setOpen] = useState<RoleDraft | null>(null);
  useLive(["role"], [["roles"]]);
  return (
    <Page
      title={t("title")}
      lead={t("lead")}
      actions={
        <Button
          look="primary"
          icon={Plus}
          {...RoleDrawer.reach}
          onClick={() => setOpen({ copyOf: null })}
        >
          {t("create")}
        </Button>
      }
    >
      <DataTable
        rows={roles.data ?? []}
        isLoading={roles.isPending}
        error={roles.error}
        retry={() => void roles.refetch()}
        label={t("title")}
        columns={useColumns()}
        rowKey={(role) => role.id}
        onOpen={(role) => setOpen({ role })}
        reach={RoleDrawer.reach}
      />
      {open && <RoleDrawer draft={open} onOpen={setOpen} onClose={() => setOpen(null)} />}
    </Page>
  );
}

function useColumns(): Column<RoleRow>[] {
  const t = useT("roles");
  const tUsers = useT("users");
  const local = useLocalName();
  return [
    {
      key: "name",
      header: t("name"),
      isLead: true,
      cell: (role) => (
        <span className="flex items-center gap-2">
          {local(role)}
          {role.isSystem && <Badge icon={Lock}>{t("preset")}</Badge>}
        </span>
      ),
    },
    { key: "code", header: t("code"), cell: (role) => <Text isQuiet>{role.code}</Text> },
    { key: "scope", header: t("scope"), cell: (role) => tUsers(`scope.${role.scope}`) },
    {
      key: "permissions",
      header: t("permissions"),
      align: "end",
      cell: (role) => role.permissions.length,
    },
    { key: "users", header: t("users"), align: "end", cell: (role) => role.userCount },
  ];
}
