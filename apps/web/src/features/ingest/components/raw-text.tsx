import type { IngestEventAnswer } from "@lineside/domain/ingest";
import { useMemo, useState } from "react";
import { useT } from "~/lib/i18n.ts";
import { CopyButton } from "~/ui/copy-button.tsx";
import { Input } from "~/ui/input.tsx";
import { Notice } from "~/ui/notice.tsx";
import { Section } from "~/ui/page.tsx";
import { SourceText } from "~/ui/source-text.tsx";
import { Text } from "~/ui/text.tsx";
import { Time } from "~/ui/time.tsx";

/** The text as it came, laid out to be read, with a search in it. */
export function RawText({ event }: { event: IngestEventAnswer }) {
  const t = useT("ingest");
  const { raw, isRawCut, archive } = event;
  const [wanted, setWanted] = useState("");
  const lines = useMemo(() => laidOut(raw ?? "").split("\n"), [raw]);
  const hits = useMemo(() => {
    const part = wanted.trim().toLocaleLowerCase();
    if (part === "") return null;
    return new Set(
      lines.flatMap((line, index) => (line.toLocaleLowerCase().includes(part) ? [index] : [])),
    );
  }, [lines, wanted]);
  if (raw === null)
    return (
      <Section title={t("raw")}>
        <Notice tone="wait" title={t(archive ? "raw.archived" : "raw.gone")}>
          {archive && <Time at={archive.at} />}
        </Notice>
      </Section>
    );
  return (
    <Section
      title={t("raw")}
      lead={isRawCut ? t("raw.cut") : undefined}
      actions={<CopyButton text={raw} label={t("common:copy")} />}
    >
      <div className="flex flex-wrap items-center gap-3">
        <Input
          type="search"
          data-scan="keep"
          className="max-w-80"
          aria-label={t("raw.search")}
          placeholder={t("raw.search")}
          value={wanted}
          onChange={({ target }) => setWanted(target.value)}
        />
        {hits && <Text isQuiet>{t("raw.hits", { count: hits.size })}</Text>}
      </div>
      <SourceText lines={lines} hits={hits} label={t("raw")} />
    </Section>
  );
}

/** Malformed text is shown as it is. */
function laidOut(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}
