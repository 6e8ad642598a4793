import type { SignatureShown, SignatureStand } from "@lineside/domain/signature";
import { PenLine } from "lucide-react";
import { useT } from "~/lib/i18n.ts";
import { Badge } from "./status-pill.tsx";
import { Text } from "./text.tsx";
import { Time } from "./time.tsx";

interface SignaturesProps {
  signatures: readonly (SignatureShown & { readonly stand?: SignatureStand })[];
  /** They stand under several things: each says what it is of. */
  isMixed?: boolean;
}

/** Printed name, date and time, and meaning of each signature (21 CFR 11.50), on screen and paper. */
export function Signatures({ signatures, isMixed }: SignaturesProps) {
  const t = useT("signature");
  const tEvents = useT("events");
  if (signatures.length === 0) return null;
  return (
    <ul aria-label={t("signatures")} className="flex flex-col gap-2">
      {signatures.map(
        ({ id, command, printedName, username, meaning, method, signedAt, stand }) => (
          <li key={id} className="flex items-start gap-2">
            <PenLine aria-hidden className="mt-0.5 size-4 shrink-0 text-ink-3" />
            <span className="min-w-0">
              <span className="flex flex-wrap items-center gap-x-2">
                <Text isStrong>{printedName}</Text>
                <Text isQuiet>({username})</Text>
                {stand === "SUPERSEDED" && <Badge tone="warn">{t("stand.SUPERSEDED")}</Badge>}
                {stand === "BROKEN" && <Badge tone="bad">{t("stand.BROKEN")}</Badge>}
              </span>
              {isMixed && <span className="block">{tEvents(command)}</span>}
              <span className="block">{t(`meaning.${meaning}`)}</span>
              <Text isQuiet isSmall>
                <Time at={signedAt} /> · {t(`method.${method}`)}
              </Text>
            </span>
          </li>
        ),
      )}
    </ul>
  );
}

/** What is signed, as people call it: a waiver by its run and the check that was waived. */
export function useSignedThing(): (of: { entityType: string; entityKey: string }) => string {
  const tWords = useT("words");
  return ({ entityType, entityKey }) => {
    if (entityType !== "waiver") return entityKey;
    const [runNo, checkCode] = entityKey.split(" ");
    return `${runNo} · ${tWords(`check.${checkCode}`)}`;
  };
}

/** The signature an event of the trail carries, if it was signed. */
export function signatureOf(data: Readonly<Record<string, unknown>>): SignatureShown | null {
  const { signature } = data;
  const isOne = signature !== null && typeof signature === "object" && "printedName" in signature;
  return isOne ? (signature as SignatureShown) : null;
}
