import { useEffect } from "react";
import { onDemand } from "~/lib/on-demand.tsx";
import { useMe } from "~/lib/session.ts";
import { hostSignatures, signaturePrompt } from "~/lib/signing.ts";
import { useStore } from "~/lib/store.ts";

// Most people never sign: the dialog comes when it is asked for.
const SignatureDialog = onDemand(() => import("~/ui/signature-dialog.tsx"), "SignatureDialog");

/** Shows what the server wants signed, on whatever page the person is. */
export function SignatureHost({ isAtStation }: { isAtStation: boolean }) {
  const { operator } = useMe();
  const prompt = useStore(signaturePrompt);
  useEffect(() => hostSignatures(), []);
  if (!prompt) return null;
  return (
    <SignatureDialog
      key={prompt.asked.contentHash}
      prompt={prompt}
      isBig={isAtStation}
      isBadge={operator !== null}
    />
  );
}
