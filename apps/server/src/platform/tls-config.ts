import { createPrivateKey, type KeyObject, X509Certificate } from "node:crypto";
import { readFileSync } from "node:fs";
import { type Instant, toInstant } from "@lineside/domain/kernel";
import { ConfigError } from "./config-error.ts";

/** What HTTPS is spoken with; the paths, so that it can be read again. */
export interface TlsConfig {
  readonly certPath: string;
  readonly keyPath: string;
  /** PEM texts. */
  readonly cert: string;
  readonly key: string;
  /** When the first certificate of the chain to end ends. */
  readonly endsAt: Instant;
}

/** Setting and flag of each. */
export const tlsVariables = {
  APP_TLS_CERT_PATH: "--tls-cert",
  APP_TLS_KEY_PATH: "--tls-key",
} as const;

type Variable = keyof typeof tlsVariables;

/** Both or neither. Throws ConfigError. */
export function readTlsConfig(given: Partial<Record<Variable, string>>): TlsConfig | null {
  const { APP_TLS_CERT_PATH: certPath, APP_TLS_KEY_PATH: keyPath } = given;
  if (certPath === undefined && keyPath === undefined) return null;
  if (certPath === undefined || keyPath === undefined) {
    const [set, missing] = certPath ? ["CERT", "KEY"] : ["KEY", "CERT"];
    throw new ConfigError(
      `APP_TLS_${missing}_PATH is missing: APP_TLS_${set}_PATH is set, and TLS needs certificate and key, e.g. /etc/lineside/tls.${missing === "KEY" ? "key" : "pem"}.`,
    );
  }
  return readTls({ certPath, keyPath });
}

/** Reads both files and says what is wrong with them before a browser would. Throws ConfigError. */
export function readTls(at: Pick<TlsConfig, "certPath" | "keyPath">): TlsConfig {
  const cert = readPem("APP_TLS_CERT_PATH", at.certPath);
  const key = readPem("APP_TLS_KEY_PATH", at.keyPath);
  const chain = readChain(cert, at.certPath);
  const own = readKey(key, at.keyPath);
  refuseForeignKey(chain, own, at);
  refuseDisorder(chain, at.certPath);
  const ends = chain.map(({ validTo }) => toInstant(validTo)).sort();
  return { ...at, cert, key, endsAt: ends[0] ?? "" };
}

function readPem(name: Variable, path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (cause) {
    throw new ConfigError(
      `${name} is "${path}", which cannot be read (${(cause as { code?: string }).code}); it must be a PEM file that the user running Lineside may read.`,
      { cause },
    );
  }
}

const certificateBlock = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g;

function readChain(text: string, path: string): X509Certificate[] {
  const blocks = text.match(certificateBlock) ?? [];
  if (blocks.length === 0)
    throw new ConfigError(
      `APP_TLS_CERT_PATH is "${path}", which holds no PEM certificate; it must begin with -----BEGIN CERTIFICATE-----. A .pfx or .der file is converted with openssl first.`,
    );
  return blocks.map((block, index) => {
    try {
      return new X509Certificate(block);
    } catch (cause) {
      throw new ConfigError(
        `APP_TLS_CERT_PATH is "${path}", whose certificate ${index + 1} is damaged; copy the file again.`,
        { cause },
      );
    }
  });
}

function readKey(text: string, path: string): KeyObject {
  if (/BEGIN ENCRYPTED PRIVATE KEY|Proc-Type: 4,ENCRYPTED/.test(text))
    throw new ConfigError(
      `APP_TLS_KEY_PATH is "${path}", a key with a password; it must be one without, e.g. what openssl pkey -in with-password.key -out tls.key writes.`,
    );
  if (!/-----BEGIN [A-Z ]*PRIVATE KEY-----/.test(text))
    throw new ConfigError(
      `APP_TLS_KEY_PATH is "${path}", which holds no PEM key; it must begin with -----BEGIN PRIVATE KEY-----.`,
    );
  try {
    return createPrivateKey(text);
  } catch (cause) {
    throw new ConfigError(
      `APP_TLS_KEY_PATH is "${path}", whose key is damaged; copy the file again.`,
      { cause },
    );
  }
}

function refuseForeignKey(
  chain: X509Certificate[],
  key: KeyObject,
  { certPath, keyPath }: Pick<TlsConfig, "certPath" | "keyPath">,
): void {
  const owner = chain.findIndex((each) => each.checkPrivateKey(key));
  if (owner === 0) return;
  if (owner > 0)
    throw new ConfigError(
      `APP_TLS_CERT_PATH is "${certPath}", whose certificates are in the wrong order: the server's own must come first, and it is number ${owner + 1}.`,
    );
  throw new ConfigError(
    `APP_TLS_KEY_PATH is "${keyPath}", which is not the key of the certificate in "${certPath}"; the two must have been made together.`,
  );
}

/** Each certificate must be followed by the one of who signed it, or browsers find no way up. */
function refuseDisorder(chain: X509Certificate[], path: string): void {
  for (const [index, each] of chain.entries()) {
    const issuer = chain[index + 1];
    if (issuer && !(each.checkIssued(issuer) && each.verify(issuer.publicKey)))
      throw new ConfigError(
        `APP_TLS_CERT_PATH is "${path}", whose certificates are in the wrong order: number ${index + 2} did not sign number ${index + 1}. The server's own comes first, then who signed it, and so on.`,
      );
  }
}
