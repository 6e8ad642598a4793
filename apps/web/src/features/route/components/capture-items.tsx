import type { CaptureItemRow } from "@lineside/domain/routing";
import { ChevronRight, Plus } from "lucide-react";
import { useState } from "react";
import { useLocalName, useT } from "~/lib/i18n.ts";
import { onDemand } from "~/lib/on-demand.tsx";
import { useMay } from "~/lib/session.ts";
import { Button } from "~/ui/button.tsx";
import { type Column, DataTable } from "~/ui/data-table.tsx";
import { Section } from "~/ui/page.tsx";
import { StatusPill } from "~/ui/status-pill.tsx";
import { Code, Text } from "~/ui/text.tsx";
import { useItemText } from "./words.ts";

const CaptureItemDrawer = onDemand(() => import("./capture-item-drawer.tsx"), "CaptureItemDrawer");

interface CaptureItemsProps {
  operationId: string;
  operation: string;
  items: readonly CaptureItemRow[];
}

/** What operators capture at an operation, on every route; compiled versions keep what they froze. */
export function CaptureItems({ operationId, operation, items }: CaptureItemsProps) {
  const t = useT("route");
  const may = useMay("capture:config");
  const [opened, setOpened] = useState<CaptureItemRow | "new" | null>(null);
  const columns = useColumns();
  const last = items.at(-1)?.sequence ?? 0;
  return (
    <Section
      title={t("captureItems", { operation })}
      lead={t("captureItemsLead", { operation })}
      actions={
        may && (
          <Button
            size="small"
            icon={Plus}
            {...CaptureItemDrawer.reach}
            onClick={() => setOpened("new")}
          >
            {t("item.create")}
          </Button>
        )
      }
    >
      {items.length === 0 ? (
        <Text isQuiet>{t("item.none")}</Text>
      ) : (
        <DataTable
          rows={[...items]}
          columns={columns}
          rowKey={(item) => item.id}
          label={t("captureItems", { operation })}
          onOpen={setOpened}
          reach={CaptureItemDrawer.reach}
        />
      )}
      {opened && (
        <CaptureItemDrawer
          key={opened === "new" ? "new" : opened.id}
          item={opened === "new" ? null : opened}
          operationId={operationId}
          operation={operation}
          nextSequence={last + 10}
          onClose={() => setOpened(null)}
        />
      )}
    </Section>
  );
}

function useColumns(): Column<CaptureItemRow>[] {
  const t = useT("route");
  const local = useLocalName();
  const itemText = useItemText();
  return [
    {
      key: "item",
      header: t("item.what"),
      isLead: true,
      cell: (item) => (
        <span className="flex items-center gap-2 py-1">
          <span className="min-w-0 flex-1">
            <span className="flex flex-wrap items-baseline gap-x-2">
              {local(item)} <Code value={item.code} />
              {!item.isActive && <StatusPill kind="active" state="INACTIVE" />}
            </span>
            <Text isQuiet isSmall>
              {itemText(item)}
            </Text>
          </span>
          <ChevronRight aria-hidden className="size-4 shrink-0" />
        </span>
      ),
    },
  ];
}
