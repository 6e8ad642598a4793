import type { ChannelRow } from "@lineside/domain/notification";
import { Send } from "lucide-react";
import { useT } from "~/lib/i18n.ts";
import { useCommand } from "~/lib/use-command.ts";
import { Button } from "~/ui/button.tsx";
import { DeleteButton } from "~/ui/delete-button.tsx";
import { KeyValues } from "~/ui/key-values.tsx";
import { Notice } from "~/ui/notice.tsx";
import { Refusal } from "~/ui/refusal.tsx";
import { Text } from "~/ui/text.tsx";
import { Time } from "~/ui/time.tsx";
import { toast } from "~/ui/toast.tsx";
import { channelsKey, deleteChannel, testChannel } from "../api/channels.ts";
import { useLastError } from "./last-error.ts";

/** Whether it arrives: what went out last, what failed last, and a test that says what came back. */
export function ChannelFacts({ row, isChanged }: { row: ChannelRow; isChanged: boolean }) {
  const t = useT("notification");
  const lastError = useLastError();
  const test = useCommand(testChannel, { touches: [channelsKey] });
  return (
    <div className="flex flex-col gap-3">
      <KeyValues
        items={[
          [t("kind"), t(`kind.${row.kind}`)],
          [t("lastSent"), row.lastSentAt && <Time key="sent" at={row.lastSentAt} />],
          row.lastError !== null && [
            t("lastError"),
            <Text key="error">
              <Time at={row.lastErrorAt} /> {lastError(row)}
            </Text>,
          ],
          row.waiting > 0 && [
            t("notSent"),
            <Text key="waiting" tone="warn">
              {t("waiting", { count: row.waiting })}
            </Text>,
          ],
        ]}
      />
      <Button
        icon={Send}
        className="self-start"
        isBusy={test.isPending}
        disabledReason={isChanged ? t("saveFirst") : null}
        onClick={() => test.mutate(row.id)}
      >
        {t("test")}
      </Button>
      {test.isSuccess && <Notice tone="ok" title={t("testArrived")} />}
      {test.error && <Refusal error={test.error} />}
    </div>
  );
}

export function DeleteChannel({ row, onDone }: { row: ChannelRow; onDone: () => void }) {
  const t = useT("notification");
  const remove = useCommand(deleteChannel, {
    touches: [channelsKey],
    onDone: () => {
      toast(t("channelDeleted"));
      onDone();
    },
  });
  return (
    <DeleteButton
      question={t("deleteChannel", { name: row.name })}
      onConfirm={() => remove.mutateAsync({ id: row.id })}
    />
  );
}
