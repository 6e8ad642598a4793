import type { SignatureShown } from "@lineside/domain/signature";
import type { TraceAnswer } from "@lineside/domain/trace";
import { useT } from "~/lib/i18n.ts";
import { Section } from "~/ui/page.tsx";
import { Signatures, signatureOf } from "~/ui/signatures.tsx";

/** Every signature behind the board: of its run, of what was waived for it, of what was decided. */
export function UnitSignatures({ trace }: { trace: TraceAnswer }) {
  const t = useT("signature");
  const own = trace.events.flatMap(({ data }) => signatureOf(data) ?? []);
  const all = [...trace.readiness.signatures, ...own];
  const once = new Map(all.map((each) => [each.id, each as SignatureShown]));
  if (once.size === 0) return null;
  return (
    <Section title={t("signatures")}>
      <Signatures isMixed signatures={[...once.values()]} />
    </Section>
  );
}
