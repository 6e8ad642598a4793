import type { SignatureRow } from "@lineside/domain/signature";
import { useT } from "~/lib/i18n.ts";
import { useRows } from "~/lib/pages.ts";
import { type Column, DataTable } from "~/ui/data-table.tsx";
import { Drawer } from "~/ui/dialog.tsx";
import { Empty } from "~/ui/empty.tsx";
import { useSignedThing } from "~/ui/signatures.tsx";
import { Badge } from "~/ui/status-pill.tsx";
import { Text } from "~/ui/text.tsx";
import { Time, useTimeHeader } from "~/ui/time.tsx";

interface SignaturesDrawerProps {
  onClose: () => void;
  /** The request a signature came with: its events are what was signed. */
  onRequest: (requestId: string) => void;
}

/** Who signed what, the newest first; one leads to its events. */
export function SignaturesDrawer({ onClose, onRequest }: SignaturesDrawerProps) {
  const t = useT("audit");
  const rows = useRows<SignatureRow>(["signatures"], "/audit/signatures", { limit: "50" });
  return (
    <Drawer
      isOpen
      isWide
      onClose={onClose}
      title={t("signatures.title")}
      lead={t("signatures.lead")}
    >
      <DataTable
        {...rows}
        label={t("signatures.title")}
        columns={useColumns()}
        rowKey={(row) => row.id}
        onOpen={(row) => row.requestId && onRequest(row.requestId)}
        empty={<Empty title={t("signatures.none")} hint={t("signatures.noneHint")} />}
      />
    </Drawer>
  );
}

const trailTones = { FOUND: "ok", ARCHIVED: "none", MISSING: "bad" } as const;

function useColumns(): Column<SignatureRow>[] {
  const t = useT("audit");
  const tEvents = useT("events");
  const tSignature = useT("signature");
  const thing = useSignedThing();
  const timeHeader = useTimeHeader();
  return [
    {
      key: "what",
      header: t("what"),
      isLead: true,
      cell: (row) => (
        <span className="flex flex-wrap items-baseline gap-x-2">
          {tEvents(row.command)} <Text>{thing(row)}</Text>
        </span>
      ),
    },
    { key: "who", header: t("who"), cell: (row) => `${row.printedName} (${row.username})` },
    {
      key: "meaning",
      header: t("signatures.meaning"),
      cell: (row) => tSignature(`meaning.${row.meaning}`),
    },
    {
      key: "trail",
      header: t("signatures.trail"),
      cell: (row) => (
        <Badge tone={trailTones[row.trail]}>{t(`signatures.trail.${row.trail}`)}</Badge>
      ),
    },
    {
      key: "when",
      header: timeHeader(t("when")),
      width: "11rem",
      cell: (row) => <Time at={row.signedAt} zone={false} />,
    },
  ];
}
