import type { BackupStatus } from "@lineside/domain/backup";
import { useQuery } from "@tanstack/react-query";
import { useT } from "~/lib/i18n.ts";
import { KeyValues } from "~/ui/key-values.tsx";
import { Section } from "~/ui/page.tsx";
import { Code, Text } from "~/ui/text.tsx";
import { Time } from "~/ui/time.tsx";
import { backupPlacesQuery } from "../api/backups.ts";
import { formatBytes } from "./size.ts";

/** Where backups go, how much room is there, and how one comes back. */
export function PlaceFacts({ status }: { status: BackupStatus }) {
  const t = useT("backup");
  const { data } = useQuery(backupPlacesQuery);
  const { nextAt, policy, lastVerified } = status;
  return (
    <Section isFramed title={t("places")}>
      <KeyValues
        items={[
          [
            t("next"),
            policy.everyHours === 0 ? t("off") : <Time key="next" at={nextAt} style="minute" />,
          ],
          [t("lastSize"), formatBytes(lastVerified?.bytes ?? null)],
          [t("folder"), data?.folder ? <Code key="folder" value={data.folder} /> : t("none")],
          [t("free"), formatBytes(data?.freeBytes ?? null)],
          [t("bucket"), data?.bucket ? <Code key="bucket" value={data.bucket} /> : t("none")],
        ]}
      />
      <Text isQuiet>
        {t("restore")}
        <Code value="lineside backup restore latest" />
      </Text>
    </Section>
  );
}
