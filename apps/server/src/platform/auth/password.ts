/** argon2id with OWASP's second recommended setting: 19 MiB, two passes; about 45 ms of one core. */
const argon2id = { algorithm: "argon2id", memoryCost: 19_456, timeCost: 2 } as const;

export function hashPassword(password: string): Promise<string> {
  return Bun.password.hash(password.normalize("NFKC"), argon2id);
}

export function verifyPassword(given: { password: string; hash: string }): Promise<boolean> {
  return Bun.password.verify(given.password.normalize("NFKC"), given.hash);
}

/** What a badge code is hashed as: identifiers, not secrets, but a stolen file must not list them. */
export function badgeText(badge: string): string {
  return `badge:${badge.trim().toUpperCase()}`;
}
