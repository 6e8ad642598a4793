import { useQuery } from "@tanstack/react-query";
import { DatabaseBackup } from "lucide-react";
import { useT } from "~/lib/i18n.ts";
import { useLive } from "~/lib/live.ts";
import { onDemand } from "~/lib/on-demand.tsx";
import { useCommand } from "~/lib/use-command.ts";
import { Button } from "~/ui/button.tsx";
import { Page } from "~/ui/page.tsx";
import { Refusal } from "~/ui/refusal.tsx";
import { Loading } from "~/ui/skeleton.tsx";
import { useWhyNot } from "~/ui/why-not.ts";
import { backupStatusQuery, backupsKey, createBackup } from "../api/backups.ts";
import { BackupList } from "../components/backup-list.tsx";
import { PlaceFacts } from "../components/place-facts.tsx";
import { VerdictNotice } from "../components/verdict-notice.tsx";

// Below what people come for: the list is there before it.
const PolicyForm = onDemand(() => import("../components/policy-form.tsx"), "PolicyForm");

/** Whether a bad day could be repaired, with what, and when the next one is made. */
export function BackupsPage() {
  const t = useT("backup");
  const whyNot = useWhyNot();
  const { data, error, refetch } = useQuery(backupStatusQuery);
  const create = useCommand(createBackup, { touches: [backupsKey] });
  useLive(["backup."], [backupsKey]);
  return (
    <Page
      title={t("title")}
      lead={t("lead")}
      actions={
        <Button
          look="primary"
          icon={DatabaseBackup}
          isBusy={create.isPending}
          disabledReason={whyNot("backup:operate")}
          onClick={() => create.mutate(undefined)}
        >
          {t("create")}
        </Button>
      }
    >
      {create.error && <Refusal error={create.error} />}
      {!data && error && <Refusal error={error} onRetry={() => void refetch()} />}
      {!data && !error && <Loading lines={3} />}
      {data && <VerdictNotice status={data} />}
      <BackupList />
      {data && <PlaceFacts status={data} />}
      {data && <PolicyForm policy={data.policy} />}
    </Page>
  );
}
