import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from "node:crypto";

/** Keeps what must be read again, e.g. the secret of a second factor, from whoever steals a copy. */
export interface Sealing {
  seal(text: string): string;
  /** null: sealed with another secret, or damaged. */
  open(sealed: string): string | null;
}

const ivBytes = 12;
const tagBytes = 16;

/** AES-256-GCM under a key of its own, derived from the server's secret. */
export function createSealing(secret: string, purpose: string): Sealing {
  const key = Buffer.from(hkdfSync("sha256", secret, "lineside", purpose, 32));
  return {
    seal(text) {
      const iv = randomBytes(ivBytes);
      const cipher = createCipheriv("aes-256-gcm", key, iv);
      const content = Buffer.concat([cipher.update(text, "utf8"), cipher.final()]);
      return Buffer.concat([iv, cipher.getAuthTag(), content]).toString("base64url");
    },
    open(sealed) {
      const whole = Buffer.from(sealed, "base64url");
      if (whole.length < ivBytes + tagBytes) return null;
      try {
        const decipher = createDecipheriv("aes-256-gcm", key, whole.subarray(0, ivBytes));
        decipher.setAuthTag(whole.subarray(ivBytes, ivBytes + tagBytes));
        const content = whole.subarray(ivBytes + tagBytes);
        return Buffer.concat([decipher.update(content), decipher.final()]).toString("utf8");
      } catch {
        return null;
      }
    },
  };
}
