import type { RecordDetail } from "@lineside/domain/form";
import { useT } from "~/lib/i18n.ts";
import { Section } from "~/ui/page.tsx";
import { Signatures } from "~/ui/signatures.tsx";

/** Who signed the record, on the screen as on paper. */
export function RecordSignatures({ record: { signatures } }: { record: RecordDetail }) {
  const t = useT("signature");
  if (signatures.length === 0) return null;
  return (
    <Section title={t("signatures")}>
      <Signatures signatures={signatures} />
    </Section>
  );
}
