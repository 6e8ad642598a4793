import type { ApiKeyCreated } from "@lineside/domain/auth";
import { useT } from "~/lib/i18n.ts";
import { Button } from "~/ui/button.tsx";
import { CodeBlock } from "~/ui/code-block.tsx";
import { FormActions } from "~/ui/form.tsx";
import { Notice } from "~/ui/notice.tsx";
import { Text } from "~/ui/text.tsx";

/** The one time anybody sees the key. A repeated call after a lost answer is not shown it again. */
export function ShownOnce({ made, onDone }: { made: ApiKeyCreated; onDone: () => void }) {
  const t = useT("api-keys");
  return (
    <div className="flex flex-col gap-4">
      {made.key === null ? (
        <Notice tone="warn" title={t("keyLost")}>
          {t("keyLostHint", { prefix: made.prefix })}
        </Notice>
      ) : (
        <>
          <Notice tone="warn" title={t("shownOnce")}>
            {t("shownOnceHint")}
          </Notice>
          <CodeBlock text={made.key} label={t("copyKey")} />
          <Text isStrong>{t("example")}</Text>
          <CodeBlock text={curlExample(made.key)} label={t("common:copy")} />
          <Text isQuiet isSmall>
            {t("amqpHint")}
          </Text>
        </>
      )}
      <FormActions>
        <Button look="primary" onClick={onDone}>
          {t(made.key === null ? "common:close" : "stored")}
        </Button>
      </FormActions>
    </div>
  );
}

/** One TEST event; station and serial number are the reader's to fill in. */
function curlExample(key: string): string {
  const event = {
    dedupeKey: "test-1",
    sourceSystem: "tester-1",
    eventType: "TEST",
    payload: { station: "FCT-01", sn: "SN0001", result: "PASS" },
  };
  return [
    `curl ${window.location.origin}/api/ingest/events`,
    `  -H "Authorization: Bearer ${key}"`,
    `  -H "Content-Type: application/json"`,
    `  -d '${JSON.stringify(event)}'`,
  ].join(" \\\n");
}
