import { useRouter } from "@tanstack/react-router";
import { type ReactNode, useState } from "react";
import { useT } from "~/lib/i18n.ts";
import { useScanAtLast, useScannerListener } from "~/lib/scanner.ts";
import type { Me } from "~/lib/session.ts";
import { play } from "~/lib/sound.ts";
import { Button } from "~/ui/button.tsx";
import { Notice } from "~/ui/notice.tsx";
import { addressOf } from "./feature.ts";
import { find } from "./find.ts";

/** A scan that no screen wants opens what was scanned: a board its trace, a run its page. */
export function useOpenOnScan(settings: Me["settings"]): { notice: ReactNode } {
  const router = useRouter();
  const t = useT();
  const [unknown, setUnknown] = useState<string | null>(null);
  useScannerListener({
    prefix: String(settings.scanPrefix ?? ""),
    suffix: String(settings.scanSuffix ?? ""),
  });
  useScanAtLast(async (text) => {
    setUnknown(null);
    const hits = await find(text).catch(() => []);
    const exact = hits.find((hit) => hit.key.toLowerCase() === text.toLowerCase()) ?? hits[0];
    const address = exact && addressOf(exact.kind, exact.key);
    if (!address) {
      play("refused");
      setUnknown(text);
      return true;
    }
    play("ok");
    router.history.push(address);
    return true;
  });
  const notice = unknown && (
    <div className="px-4 pt-4 sm:px-6">
      <Notice
        tone="warn"
        title={t("scan.unknown", { code: unknown })}
        action={
          <Button size="small" onClick={() => setUnknown(null)}>
            {t("close")}
          </Button>
        }
      >
        {t("scan.unknownHint")}
      </Notice>
    </div>
  );
  return { notice };
}
