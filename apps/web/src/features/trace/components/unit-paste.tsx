import type { TraceAnswer, TracePaste } from "@lineside/domain/trace";
import { useT } from "~/lib/i18n.ts";
import { useMay } from "~/lib/session.ts";
import { addressOf } from "~/shell/feature.ts";
import { TextLink } from "~/ui/link.tsx";
import { Section } from "~/ui/page.tsx";
import { Sn } from "~/ui/sn.tsx";
import { Text } from "~/ui/text.tsx";
import { Time } from "~/ui/time.tsx";

/** The solder paste the board was printed with: which bottles, of which lot, how old. */
export function UnitPaste({ trace }: { trace: TraceAnswer }) {
  const t = useT("trace");
  if (trace.paste.length === 0) return null;
  return (
    <Section title={t("paste")}>
      <ul className="flex flex-col gap-3">
        {trace.paste.map((paste) => (
          <li key={`${paste.trackId} ${paste.bottleNo} ${paste.boundAt}`}>
            <PasteRow paste={paste} />
          </li>
        ))}
      </ul>
    </Section>
  );
}

function PasteRow({ paste }: { paste: TracePaste }) {
  const t = useT("trace");
  return (
    <div className="flex flex-col gap-0.5">
      <span className="flex flex-wrap items-baseline justify-between gap-x-3">
        <PasteLink bottleNo={paste.bottleNo} />
        <Text isQuiet isSmall>
          {paste.stepNo} · {paste.lineCode}
        </Text>
      </span>
      <Text isSmall>
        {paste.typeName} · {t("pasteLot", { lot: paste.lotNo })}
      </Text>
      <Text isQuiet isSmall>
        {t("pasteExpiry")} <Time at={paste.expiresAt} style="date" zone={false} />
        {paste.openedAt && (
          <>
            {" · "}
            {t("pasteOpened")} <Time at={paste.openedAt} style="minute" zone={false} />
          </>
        )}
      </Text>
    </div>
  );
}

/** The bottle's own page, for who may see it. */
export function PasteLink({ bottleNo }: { bottleNo: string }) {
  const may = useMay("paste:read");
  const address = addressOf("PASTE_BOTTLE", bottleNo);
  if (!may || !address) return <Sn value={bottleNo} />;
  return (
    <TextLink to={address as "/"} className="underline">
      <Sn value={bottleNo} />
    </TextLink>
  );
}
