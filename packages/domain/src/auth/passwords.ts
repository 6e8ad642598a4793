import { ok, type Result, refuse } from "../kernel/index.ts";

/** The least anybody may ask for, and the most anybody may type. A plant may ask for more. */
export const passwordLength = { min: 10, max: 128 } as const;

export interface PasswordPolicy {
  /** Characters a new password has at least. */
  readonly lengthMin: number;
}

export const defaultPasswordPolicy: PasswordPolicy = { lengthMin: passwordLength.min };

/**
 * A password has 10 to 128 characters, or as many as the plant asks for, is not the user name in
 * whatever case, and is none of those every guessing program tries first. Nothing is asked of its
 * kinds of characters, and nobody is made to change it by the calendar (NIST SP 800-63B, 3.1.1.2).
 */
export function checkPassword(
  password: string,
  username: string,
  policy: PasswordPolicy = defaultPasswordPolicy,
): Result<string> {
  const length = [...password].length;
  const bounds = { min: Math.max(policy.lengthMin, passwordLength.min), max: passwordLength.max };
  if (length < bounds.min) return refuse("PASSWORD_TOO_SHORT", bounds);
  if (length > bounds.max) return refuse("PASSWORD_TOO_LONG", bounds);
  const plain = password.trim().toLowerCase();
  const name = username.toLowerCase();
  if (plain === name || plain === [...name].reverse().join(""))
    return refuse("PASSWORD_IS_USERNAME");
  if (isCommon(plain)) return refuse("PASSWORD_TOO_COMMON");
  return ok(password);
}

/** Words that are a password for nobody, with whatever digits and signs stand around them. */
const commonWords: ReadonlySet<string> = new Set(
  (
    "password passwort passw0rd p@ssw0rd p@ssword pa$$word motdepasse contrasena senha parola " +
    "letmein welcome welcomeback iloveyou iloveyou2 princess sunshine football baseball basketball " +
    "superman spiderman starwars pokemon dragon monkey shadow master michael jennifer jessica " +
    "administrator administrador admin administration root superuser supervisor operator guest " +
    "changeme changemenow default secret topsecret access login signin testtest testing test " +
    "qwerty qwertyuiop qwertzuiop azerty azertyuiop asdfghjkl asdfgh zxcvbnm qazwsx qazwsxedc " +
    "1q2w3e4r 1q2w3e4r5t 1qaz2wsx 1qaz2wsx3edc q1w2e3r4 q1w2e3r4t5 zaq12wsx a1b2c3d4 a1b2c3d4e5 " +
    "abc123 abcd abc woaini wodemima mima nihao factory production company manager user " +
    "lineside lineside mes"
  ).split(" "),
);

const runs = [
  "01234567890123456789",
  "98765432109876543210",
  "abcdefghijklmnopqrstuvwxyz",
  "zyxwvutsrqponmlkjihgfedcba",
  "qwertyuiopasdfghjklzxcvbnm",
  "qwertzuiopasdfghjklyxcvbnm",
];

function isCommon(plain: string): boolean {
  const core = plain.replace(/^[\d\W_]+|[\d\W_]+$/g, "");
  if (commonWords.has(plain) || commonWords.has(core)) return true;
  if (new Set(plain).size < 4) return true;
  if (runs.some((run) => run.includes(plain))) return true;
  // One short thing over and over: 1234512345, passpasspass.
  return /^(.{1,6})\1+$/.test(plain);
}
