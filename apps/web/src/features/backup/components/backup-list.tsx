import type { BackupRow } from "@lineside/domain/backup";
import { Download, ShieldCheck, Trash2 } from "lucide-react";
import { formatNumber } from "~/lib/format.ts";
import { useT } from "~/lib/i18n.ts";
import { useCommand } from "~/lib/use-command.ts";
import { Button } from "~/ui/button.tsx";
import { type Column, DataTable } from "~/ui/data-table.tsx";
import { Empty } from "~/ui/empty.tsx";
import { Section } from "~/ui/page.tsx";
import { ReasonButton } from "~/ui/reason-button.tsx";
import { Refusal } from "~/ui/refusal.tsx";
import { StatusPill } from "~/ui/status-pill.tsx";
import { Code, Text } from "~/ui/text.tsx";
import { Time, useTimeHeader } from "~/ui/time.tsx";
import { useWhyNot } from "~/ui/why-not.ts";
import {
  backupsKey,
  downloadAddress,
  removeBackup,
  useBackups,
  verifyBackup,
} from "../api/backups.ts";
import { formatBytes } from "./size.ts";

/** Newest first: whether each is worth its name, and what can be done with it. */
export function BackupList() {
  const t = useT("backup");
  const rows = useBackups();
  const verify = useCommand(verifyBackup, { touches: [backupsKey] });
  return (
    <Section title={t("list")}>
      {verify.error && <Refusal error={verify.error} />}
      <DataTable
        {...rows}
        label={t("list")}
        columns={useColumns(verify)}
        rowKey={({ id }) => id}
        empty={<Empty title={t("empty")} hint={t("emptyHint")} />}
      />
    </Section>
  );
}

type Verify = ReturnType<typeof useCommand<string, { id: string }>>;

function useColumns(verify: Verify): Column<BackupRow>[] {
  const t = useT("backup");
  const timeHeader = useTimeHeader();
  return [
    {
      key: "made",
      header: timeHeader(t("made")),
      isLead: true,
      cell: (row) => <Time at={row.createdAt ?? row.requestedAt} zone={false} style="minute" />,
    },
    { key: "state", header: t("state"), cell: (row) => <State row={row} /> },
    {
      key: "verified",
      header: timeHeader(t("verified")),
      cell: (row) => <Time at={row.verifiedAt} zone={false} style="minute" />,
      isEmpty: (row) => row.verifiedAt === null,
    },
    {
      key: "size",
      header: t("size"),
      align: "end",
      width: "6rem",
      cell: (row) => formatBytes(row.bytes),
      isEmpty: (row) => row.bytes === null,
    },
    {
      key: "content",
      header: t("content"),
      cell: (row) =>
        t("contentOf", {
          rows: formatNumber(row.rows ?? 0),
          events: formatNumber(row.events ?? 0),
          files: formatNumber(row.attachments ?? 0),
        }),
      isEmpty: (row) => row.rows === null,
    },
    {
      key: "reason",
      header: t("reason"),
      width: "7rem",
      cell: (row) => t(`reason.${row.reason}`),
    },
    {
      key: "actions",
      header: t("actions"),
      align: "end",
      cell: (row) => <Actions row={row} verify={verify} />,
    },
  ];
}

/** With what is wrong, named. */
function State({ row }: { row: BackupRow }) {
  const t = useT("backup");
  const [first] = row.findings;
  return (
    <span className="flex flex-col gap-1">
      <StatusPill kind="backup" state={row.state} />
      {first ? (
        <Text isSmall tone="bad">
          {t(`finding.${first.code}`)}: <Code value={first.name} />
        </Text>
      ) : (
        row.error && (
          <Text isSmall tone="bad">
            {row.error}
          </Text>
        )
      )}
    </span>
  );
}

function Actions({ row, verify }: { row: BackupRow; verify: Verify }) {
  const t = useT("backup");
  const whyNot = useWhyNot();
  const remove = useCommand(removeBackup, { touches: [backupsKey] });
  const noFile = row.name === null ? t("noFile") : undefined;
  const obstacle = row.isBusy ? t("notReady") : noFile;
  const disabledReason = whyNot("backup:operate", obstacle);
  return (
    <span className="flex flex-wrap justify-end gap-2">
      <Button
        size="small"
        icon={ShieldCheck}
        isBusy={row.isBusy}
        disabledReason={disabledReason}
        onClick={() => verify.mutate(row.id)}
      >
        {t("verify")}
      </Button>
      <Button
        size="small"
        icon={Download}
        disabledReason={disabledReason}
        onClick={() => globalThis.location.assign(downloadAddress(row.id))}
      >
        {t("download")}
      </Button>
      <ReasonButton
        size="small"
        look="quiet"
        icon={Trash2}
        label={t("remove")}
        question={t("remove.question")}
        reason="none"
        disabledReason={disabledReason}
        onConfirm={() => remove.mutateAsync(row.id)}
      />
    </span>
  );
}
