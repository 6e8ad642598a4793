import type { Instant } from "../kernel/index.ts";
import { type SignatureUnder, signedCommands } from "../signature/index.ts";

export interface SignedFacts {
  /** Since when the run is open for production, as it stands now. */
  readonly authorizedAt: Instant | null;
  /** When the changeover that counts now was reviewed. */
  readonly reviewedAt: Instant | null;
  readonly waivers: readonly { readonly id: string; readonly state: string }[];
}

type Kept = Omit<SignatureUnder, "stand">;

/**
 * What was taken back since it was signed is superseded: an authorisation that was revoked, a review
 * whose sheet was changed, a waiver that was revoked.
 */
export function signaturesNow(signatures: readonly Kept[], now: SignedFacts): SignatureUnder[] {
  const revoked = new Set(
    now.waivers.flatMap(({ id, state }) => (state === "REVOKED" ? [id] : [])),
  );
  const counts = ({ command, signedAt, entityId }: Kept): boolean => {
    if (command === signedCommands.authorizeRun.command) return signedAt === now.authorizedAt;
    if (command === signedCommands.reviewChangeover.command) return signedAt === now.reviewedAt;
    return !revoked.has(entityId);
  };
  return signatures.map((each) => ({ ...each, stand: counts(each) ? "VALID" : "SUPERSEDED" }));
}
