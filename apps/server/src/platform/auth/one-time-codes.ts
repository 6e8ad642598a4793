import { base32 } from "@better-auth/utils/base32";
import { createOTP } from "@better-auth/utils/otp";
import { recoveryCodeCount } from "@lineside/domain/auth";
import { type Instant, toMs } from "@lineside/domain/kernel";

/** RFC 6238 as every app speaks it: SHA-1, six digits, thirty seconds. */
export const periodMs = 30_000;
/** Phones are never quite right: one period before and after is taken too. */
const window = [0, -1, 1] as const;
const secretBytes = 20;
const recoveryBytes = 10;

/** A new secret in base32, as people can type it. */
export function newSecret(): string {
  return base32.encode(crypto.getRandomValues(new Uint8Array(secretBytes)), { padding: false });
}

/** What the QR code says. */
export function addressOfSecret(secret: string, issuer: string, account: string): string {
  return createOTP(base32.decode(secret)).url(issuer, account);
}

/** The thirty seconds the code is of; null: it is wrong, or one of those was taken already. */
export async function stepOf(
  code: string,
  { secret, lastStep }: { secret: string; lastStep: number | null },
  now: Instant,
): Promise<number | null> {
  const current = Math.floor(toMs(now) / periodMs);
  let found: number | null = null;
  for (const offset of window) {
    const step = current + offset;
    const isRight = (await codeOfStep(secret, step)) === code;
    if (isRight && (lastStep === null || step > lastStep)) found ??= step;
  }
  return found;
}

/** What the app on the phone shows in those thirty seconds. */
export function codeOfStep(secret: string, step: number): Promise<string> {
  return createOTP(base32.decode(secret)).hotp(step);
}

/** Codes for whoever has lost the phone: eighty random bits each, so their hash needs no salt. */
export function newRecoveryCodes(): string[] {
  return Array.from({ length: recoveryCodeCount }, () =>
    base32
      .encode(crypto.getRandomValues(new Uint8Array(recoveryBytes)), { padding: false })
      .toLowerCase(),
  );
}

export function hashOfRecoveryCode(code: string): string {
  return new Bun.CryptoHasher("sha256").update(`recovery:${code}`).digest("hex");
}
