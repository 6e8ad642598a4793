import type { RouteDetail } from "@lineside/domain/routing";
import { useNavigate } from "@tanstack/react-router";
import { Copy, Hammer, Pencil, Trash2 } from "lucide-react";
import { useState } from "react";
import { useT } from "~/lib/i18n.ts";
import { onDemand } from "~/lib/on-demand.tsx";
import { useMay } from "~/lib/session.ts";
import { useCommand } from "~/lib/use-command.ts";
import { Button } from "~/ui/button.tsx";
import { ReasonButton } from "~/ui/reason-button.tsx";
import { toast } from "~/ui/toast.tsx";
import { useWhyNot } from "~/ui/why-not.ts";
import { deleteRoute } from "../api/edit-route.ts";

const RouteDrawer = onDemand(() => import("./route-drawer.tsx"), "RouteDrawer");

const CopyRoute = onDemand(() => import("./copy-route.tsx"), "CopyRoute");

interface RouteActionsProps {
  route: RouteDetail;
  /** Why a compile has to wait. */
  obstacle: string | null;
  isCompiling: boolean;
  onCompile: () => void;
}

export function RouteActions({ route, obstacle, isCompiling, onCompile }: RouteActionsProps) {
  const t = useT("route");
  const whyNot = useWhyNot();
  const may = useMay("route:configure");
  const navigate = useNavigate();
  const [opened, setOpened] = useState<"edit" | "copy" | null>(null);
  const close = () => setOpened(null);
  const remove = useCommand(deleteRoute, {
    touches: [["routes", "rows"]],
    onDone: () => {
      toast(t("deleted", { code: route.code }));
      void navigate({ to: "/routes" });
    },
  });
  return (
    <>
      <Button
        look="primary"
        icon={Hammer}
        isBusy={isCompiling}
        disabledReason={whyNot("route:compile", obstacle)}
        onClick={onCompile}
      >
        {t("compile")}
      </Button>
      {may && (
        <>
          <Button icon={Pencil} {...RouteDrawer.reach} onClick={() => setOpened("edit")}>
            {t("common:edit")}
          </Button>
          <Button icon={Copy} {...CopyRoute.reach} onClick={() => setOpened("copy")}>
            {t("copy")}
          </Button>
          {route.source === "MES" && (
            <ReasonButton
              look="danger"
              icon={Trash2}
              label={t("common:delete")}
              reason="none"
              question={t("deleteQuestion", { code: route.code })}
              onConfirm={() =>
                remove.mutateAsync({ routeCode: route.code, version: route.version })
              }
            />
          )}
        </>
      )}
      {opened === "edit" && (
        <RouteDrawer key={route.version} route={route} onClose={close} onReload={close} />
      )}
      {opened === "copy" && <CopyRoute route={route} onClose={close} />}
    </>
  );
}
