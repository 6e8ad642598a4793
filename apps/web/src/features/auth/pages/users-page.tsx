import type { UserRow } from "@lineside/domain/auth";
import { useQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { IdCard, KeyRound, Lock, Smartphone, UserPlus } from "lucide-react";
import { useState } from "react";
import { useLocalName, useT } from "~/lib/i18n.ts";
import { useLive } from "~/lib/live.ts";
import { onDemand } from "~/lib/on-demand.tsx";
import { useRows } from "~/lib/pages.ts";
import { Button } from "~/ui/button.tsx";
import { type Column, DataTable } from "~/ui/data-table.tsx";
import { Empty } from "~/ui/empty.tsx";
import { FilterBar } from "~/ui/filter-bar.tsx";
import { Page } from "~/ui/page.tsx";
import { Badge, StatusPill, useStateText } from "~/ui/status-pill.tsx";
import { Text } from "~/ui/text.tsx";
import { rolesQuery } from "../api/roles.ts";

const UserDrawer = onDemand(() => import("../components/user-drawer.tsx"), "UserDrawer");

export function UsersPage() {
  const t = useT("users");
  const local = useLocalName();
  const stateText = useStateText("active");
  const search = useSearch({ from: "/_app/admin/users" });
  const navigate = useNavigate({ from: "/admin/users" });
  const [open, setOpen] = useState<UserRow | "new" | null>(null);
  const roles = useQuery(rolesQuery).data ?? [];
  const users = useRows<UserRow>(["users", search], "/users", {
    q: search.q,
    role: search.role,
    isActive: search.state && search.state === "ACTIVE",
  });
  useLive(["user"], [["users"]]);
  return (
    <Page
      title={t("title")}
      lead={t("lead")}
      actions={
        <Button look="primary" icon={UserPlus} {...UserDrawer.reach} onClick={() => setOpen("new")}>
          {t("create")}
        </Button>
      }
    >
      <FilterBar
        searchLabel={t("search")}
        values={search}
        onChange={(patch) => navigate({ search: (old) => ({ ...old, ...patch }), replace: true })}
        filters={[
          {
            key: "role",
            label: t("role"),
            choices: roles.map((role) => ({ value: role.code, label: local(role) })),
          },
          {
            key: "state",
            label: t("state"),
            choices: ["ACTIVE", "INACTIVE"].map((value) => ({ value, label: stateText(value) })),
          },
        ]}
      />
      <DataTable
        {...users}
        label={t("title")}
        columns={useColumns()}
        rowKey={(user) => user.id}
        onOpen={setOpen}
        reach={UserDrawer.reach}
        empty={<Empty title={t("none")} hint={t("noneHint")} />}
      />
      {open && (
        <UserDrawer
          user={open === "new" ? null : open}
          roles={roles}
          onClose={() => setOpen(null)}
        />
      )}
    </Page>
  );
}

function useColumns(): Column<UserRow>[] {
  const t = useT("users");
  const local = useLocalName();
  return [
    { key: "name", header: t("name"), isLead: true, cell: (user) => user.name },
    { key: "username", header: t("username"), cell: (user) => user.username },
    {
      key: "department",
      header: t("department"),
      cell: (user) => user.department,
      isEmpty: (user) => !user.department,
    },
    { key: "roles", header: t("roles"), cell: (user) => user.roles.map(local).join(" · ") },
    {
      key: "sign",
      header: t("badge"),
      cell: (user) => (
        <span className="flex gap-1">
          {user.hasBadge && <Badge icon={IdCard}>{t("badge")}</Badge>}
          {user.hasSecondFactor && <Badge icon={Smartphone}>{t("factorBadge")}</Badge>}
          {user.hasPin && <Badge icon={KeyRound}>{t("pin")}</Badge>}
        </span>
      ),
      isEmpty: (user) => !user.hasBadge && !user.hasSecondFactor,
    },
    {
      key: "state",
      header: t("state"),
      cell: (user) => (
        <span className="flex items-center gap-2">
          <StatusPill kind="active" state={user.isActive ? "ACTIVE" : "INACTIVE"} />
          {user.lockedUntil && (
            <Badge tone="warn" icon={Lock}>
              {t("locked")}
            </Badge>
          )}
          {user.mustChangePassword && (
            <Text isQuiet isSmall className="whitespace-nowrap">
              {t("firstPassword")}
            </Text>
          )}
        </span>
      ),
    },
  ];
}
