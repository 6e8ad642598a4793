// What leaves the plant in a support bundle: everything that opens a door is taken out, by its value where
// it is known, and by what it looks like where it is not.
import { apiKeyMark } from "@lineside/domain/auth";

const hidden = "…";
/** A shorter text would be found in half of all words. */
const knownLengthMin = 4;

const secretName = String.raw`\\?["']?\b[\w-]*(?:passw(?:or)?d|passphrase|secret|token|api_?-?key|access_?-?key|private_?-?key|credential)\w*\\?["']?`;

const patterns: [RegExp, string][] = [
  [/-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)/g, hidden],
  // Address with a user: postgres://, amqps://, https://; first one whose password was never encoded.
  [/\b([a-z][\w+.-]*:\/\/)[^\s/@:"'\\]+:[^\s"'\\]*@/gi, `$1${hidden}@`],
  [/\b([a-z][\w+.-]*:\/\/)[^\s/@"'\\]+@/gi, `$1${hidden}@`],
  [
    /([?&](?:[\w-]*[_-])?(?:token|key|secret|password|code|signature)=)[^&\s"'\\]+/gi,
    `$1${hidden}`,
  ],
  [/\b((?:proxy-)?authorization\\?["']?\s*[:=]\s*\\?["']?)[^"'\\\r\n,}]+/gi, `$1${hidden}`],
  [/\b((?:bearer|basic)\s+)[\w.~+/=-]{6,}/gi, `$1${hidden}`],
  [/\b((?:set-)?cookies?\\?["']?\s*[:=]\s*\\?["'[]*)[^"'\\\r\n}\]]+/gi, `$1${hidden}`],
  [/((?:session|csrf|two_factor)[\w.-]*=)[^;\s"'\\]+/gi, `$1${hidden}`],
  [new RegExp(`${apiKeyMark}[\\w-]{4,}`, "g"), `${apiKeyMark}${hidden}`],
  // Hashes of passwords: argon2, bcrypt, scrypt
  [/\$(?:argon2\w*|2[abxy]|scrypt)\$[^\s"'\\]+/g, hidden],
  // "name": "value", also in JSON within JSON; then name=value
  [
    new RegExp(`(${secretName}\\s*[:=]\\s*)\\\\?"(?:[^"\\\\]|\\\\[^"])*\\\\?"`, "gi"),
    `$1"${hidden}"`,
  ],
  [new RegExp(`(${secretName}\\s*[:=]\\s*)[^\\s,;}&"'\\\\…]+`, "gi"), `$1${hidden}`],
];

/** Long, and of capitals, small letters and digits: nobody's name, but what random bytes look like. */
const randomWord = /[A-Za-z0-9_+/-]{32,}={0,2}/g;
const isRandom = (word: string) =>
  /[A-Z]/.test(word) &&
  /[a-z]/.test(word) &&
  (word.match(/\d/g)?.length ?? 0) >= 3 &&
  !/[/-][a-z]{3,}|[a-z]{4,}[/-]/.test(word);

export class Scrubber {
  readonly #known: string[];

  /** `secrets`: values that are known to be secret, wherever they are found. */
  constructor(secrets: readonly string[]) {
    const written = secrets
      .filter((secret) => secret.length >= knownLengthMin)
      .flatMap((secret) => [
        secret,
        encodeURIComponent(secret),
        JSON.stringify(secret).slice(1, -1),
        Buffer.from(secret).toString("base64"),
      ]);
    this.#known = [...new Set(written)].toSorted((a, b) => b.length - a.length);
  }

  text(text: string): string {
    let clean = text;
    for (const secret of this.#known) clean = clean.replaceAll(secret, hidden);
    for (const [pattern, instead] of patterns) clean = clean.replace(pattern, instead);
    return clean.replace(randomWord, (word) => (isRandom(word) ? hidden : word));
  }

  /** As JSON for people. */
  json(value: unknown): string {
    return `${this.text(JSON.stringify(value, null, 2) ?? "null")}\n`;
  }
}
