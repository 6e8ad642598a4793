import type { OrderAnswer } from "@lineside/domain/work-order";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useT } from "~/lib/i18n.ts";
import { linesQuery } from "~/lib/line-choices.ts";
import { useCommand } from "~/lib/use-command.ts";
import { Button } from "~/ui/button.tsx";
import { Drawer } from "~/ui/dialog.tsx";
import { Field } from "~/ui/field.tsx";
import { Form, FormActions } from "~/ui/form.tsx";
import { Select } from "~/ui/input.tsx";
import { KeyValues } from "~/ui/key-values.tsx";
import { Refusal } from "~/ui/refusal.tsx";
import { stationGroupsQuery } from "../api/choices.ts";
import { releaseOrder } from "../api/orders.ts";
import { obstacleOf, ReleaseObstacle, useRouteOf } from "./release-obstacle.tsx";

interface ReleaseDrawerProps {
  order: OrderAnswer;
  onClose: () => void;
  onChooseRoute: () => void;
}

/** Sends the order to a line of its route's process; says what is missing when it cannot go. */
export function ReleaseDrawer({ order, onClose, onChooseRoute }: ReleaseDrawerProps) {
  const t = useT("order");
  const route = useRouteOf(order);
  const obstacle = obstacleOf(order, route);
  return (
    <Drawer isOpen onClose={onClose} title={t("release")} lead={order.woNo}>
      <div className="flex flex-col gap-5">
        <KeyValues
          items={[
            [t("product"), `${order.productCode} ${order.productName}`],
            [t("plannedQty"), order.plannedQty],
            [
              t("route"),
              order.routeCode &&
                [
                  order.routeCode,
                  route?.processType,
                  route && route.readyVersionNo !== null && `v${route.readyVersionNo}`,
                ]
                  .filter(Boolean)
                  .join(" · "),
            ],
          ]}
        />
        {obstacle ? (
          <ReleaseObstacle order={order} code={obstacle} onChooseRoute={onChooseRoute} />
        ) : (
          <ReleaseForm order={order} processType={route?.processType} onClose={onClose} />
        )}
      </div>
    </Drawer>
  );
}

interface ReleaseFormProps {
  order: OrderAnswer;
  processType: string | undefined;
  onClose: () => void;
}

function ReleaseForm({ order, processType, onClose }: ReleaseFormProps) {
  const t = useT("order");
  const [lineCode, setLine] = useState("");
  const [stationGroupCode, setGroup] = useState("");
  const lines = useQuery(linesQuery);
  const groups = useQuery(stationGroupsQuery).data ?? [];
  const release = useCommand(releaseOrder, { touches: [["orders"]], onDone: onClose });
  const fitting = (lines.data ?? []).filter(
    (line) => !processType || line.processType === processType,
  );
  const isNone = lines.isSuccess && fitting.length === 0;
  return (
    <Form
      onSubmit={(event) => {
        event.preventDefault();
        if (!lineCode) return;
        release.mutate({ woNo: order.woNo, lineCode, stationGroupCode: stationGroupCode || null });
      }}
    >
      <Field
        label={t("line")}
        isRequired
        hint={processType && t("lineHint", { processType })}
        error={isNone ? t("noLine", { processType }) : lines.error && t("listFailed")}
      >
        <Select
          autoFocus
          value={lineCode}
          onChange={(event) => setLine(event.target.value)}
          emptyLabel={t("chooseLine")}
          choices={fitting.map(({ code, name }) => ({ value: code, label: `${code} · ${name}` }))}
        />
      </Field>
      {groups.length > 0 && (
        <Field label={t("stationGroup")} hint={t("stationGroupHint")}>
          <Select
            value={stationGroupCode}
            onChange={(event) => setGroup(event.target.value)}
            emptyLabel={t("anyGroup")}
            choices={groups.map(({ code, name }) => ({ value: code, label: `${code} · ${name}` }))}
          />
        </Field>
      )}
      {release.error && <Refusal error={release.error} />}
      <FormActions>
        <Button
          type="submit"
          look="primary"
          isBusy={release.isPending}
          disabledReason={lineCode ? null : t("chooseLine")}
        >
          {t("release")}
        </Button>
        <Button look="quiet" onClick={onClose}>
          {t("common:cancel")}
        </Button>
      </FormActions>
    </Form>
  );
}
