import { addMs, toInstant } from "@lineside/domain/kernel";
import type { OrderRow } from "@lineside/domain/work-order";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { ClipboardPlus } from "lucide-react";
import { useState } from "react";
import { formatTime } from "~/lib/format.ts";
import { useT } from "~/lib/i18n.ts";
import { useLineChoices } from "~/lib/line-choices.ts";
import { useLive } from "~/lib/live.ts";
import { onDemand } from "~/lib/on-demand.tsx";
import { useRows } from "~/lib/pages.ts";
import { plantDayEnd } from "~/lib/plant-day.ts";
import { useNow } from "~/lib/use-now.ts";
import { Button } from "~/ui/button.tsx";
import { DataTable } from "~/ui/data-table.tsx";
import { Empty } from "~/ui/empty.tsx";
import { FilterBar } from "~/ui/filter-bar.tsx";
import { Page } from "~/ui/page.tsx";
import { useStateText } from "~/ui/status-pill.tsx";
import { useWhyNot } from "~/ui/why-not.ts";
import { useOrderColumns } from "../components/order-columns.tsx";

const ReceiveDrawer = onDemand(() => import("../components/receive-drawer.tsx"), "ReceiveDrawer");

/** Every order: what came in, where it goes, how far it is. */
export function OrdersPage() {
  const t = useT("order");
  const whyNot = useWhyNot();
  const search = useSearch({ from: "/_app/orders/" });
  const navigate = useNavigate({ from: "/orders/" });
  const [isReceiving, setReceiving] = useState(false);
  const filters = useServerFilters(search);
  const orders = useRows<OrderRow>(["orders", filters], "/work-orders", filters);
  useLive(["workOrder", "run.", "unit.finished", "unit.scrapped"], [["orders"]]);
  const receive = (
    <Button
      look="primary"
      icon={ClipboardPlus}
      disabledReason={whyNot("wo:receive")}
      {...ReceiveDrawer.reach}
      onClick={() => setReceiving(true)}
    >
      {t("receive")}
    </Button>
  );
  return (
    <Page title={t("title")} lead={t("lead")} actions={receive}>
      <FilterBar
        searchLabel={t("search")}
        values={search}
        onChange={(patch) => navigate({ search: (old) => ({ ...old, ...patch }), replace: true })}
        filters={useFilters()}
      />
      <DataTable
        {...orders}
        label={t("title")}
        columns={useOrderColumns()}
        rowKey={(order) => order.id}
        onOpen={(order) => navigate({ to: "/orders/$woNo", params: { woNo: order.woNo } })}
        empty={<Empty title={t("none")} hint={t("noneHint")} action={receive} />}
      />
      {isReceiving && <ReceiveDrawer onClose={() => setReceiving(false)} />}
    </Page>
  );
}

type Search = Partial<Record<"q" | "state" | "line" | "product" | "due", string>>;

/** The URL's words as the server's filters; "overdue" moves on by the minute. */
function useServerFilters({ q, state, line, product, due }: Search) {
  const now = useNow(60_000);
  const minute = toInstant(now - (now % 60_000));
  const dueBefore =
    due === "overdue"
      ? minute
      : due === "today"
        ? plantDayEnd(formatTime(minute, "date"))
        : due === "week"
          ? plantDayEnd(formatTime(addMs(minute, 7 * 86_400_000), "date"))
          : undefined;
  return {
    q,
    state: state === "OPEN" ? undefined : state,
    open: state === "OPEN" || (dueBefore && !state) ? true : undefined,
    lineCode: line,
    productCode: product,
    dueBefore,
  };
}

const states = ["RECEIVED", "RELEASED", "IN_PROGRESS", "ON_HOLD", "COMPLETED", "CANCELLED"];

function useFilters() {
  const t = useT("order");
  const stateText = useStateText("order");
  const lines = useLineChoices();
  return [
    {
      key: "state",
      label: t("state"),
      choices: [
        { value: "OPEN", label: t("open") },
        ...states.map((value) => ({ value, label: stateText(value) })),
      ],
    },
    {
      key: "line",
      label: t("line"),
      choices: lines.map(({ code, name }) => ({ value: code, label: `${code} · ${name}` })),
    },
    { key: "product", label: t("product"), kind: "text" as const },
    {
      key: "due",
      label: t("due"),
      choices: (["overdue", "today", "week"] as const).map((value) => ({
        value,
        label: t(`due.${value}`),
      })),
    },
  ];
}
