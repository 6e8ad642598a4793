import { generateKeyPairSync, sign } from "node:crypto";

export interface TestCertificate {
  readonly cert: string;
  readonly key: string;
  readonly name: string;
}

/** Whom it is for, until when, and whose it is: its own authority when nobody is said. */
export interface CertificateWish {
  name?: string;
  /** YYMMDDhhmmssZ before 2050. */
  until?: string;
  issuer?: TestCertificate;
}

/** A certificate for localhost and 127.0.0.1, made here: no tool is needed. */
export function testCertificate(wish: CertificateWish = {}): TestCertificate {
  const { publicKey, privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const name = wish.name ?? "localhost";
  const algorithm = sequence(oid([1, 2, 840, 10045, 4, 3, 2]));
  const hosts = [der(0x82, Buffer.from("localhost")), der(0x87, Buffer.from([127, 0, 0, 1]))];
  const names = sequence(oid([2, 5, 29, 17]), der(0x04, sequence(...hosts)));
  const authority = sequence(
    ...[oid([2, 5, 29, 19]), der(0x01, Buffer.from([0xff]))],
    der(0x04, sequence(der(0x01, Buffer.from([0xff])))),
  );
  const content = sequence(
    der(0xa0, der(0x02, Buffer.from([2]))),
    der(0x02, Buffer.concat([Buffer.from([1]), crypto.getRandomValues(new Uint8Array(8))])),
    algorithm,
    nameOf(wish.issuer?.name ?? name),
    sequence(utcTime("200101000000Z"), wish.until ? utcTime(wish.until) : time("20991231235959Z")),
    nameOf(name),
    publicKey.export({ type: "spki", format: "der" }),
    der(0xa3, sequence(names, authority)),
  );
  const signature = sign("sha256", content, wish.issuer?.key ?? privateKey);
  const whole = sequence(content, algorithm, der(0x03, Buffer.concat([zero, signature])));
  const lines = whole.toString("base64").match(/.{1,64}/g) ?? [];
  return {
    cert: `-----BEGIN CERTIFICATE-----\n${lines.join("\n")}\n-----END CERTIFICATE-----\n`,
    key: privateKey.export({ type: "pkcs8", format: "pem" }) as string,
    name,
  };
}

function nameOf(text: string): Buffer {
  return sequence(set(sequence(oid([2, 5, 4, 3]), der(0x0c, Buffer.from(text)))));
}

const zero = Buffer.from([0]);

/** One value of ASN.1 in its distinguished encoding. */
function der(tag: number, content: Buffer): Buffer {
  const { length } = content;
  if (length < 0x80) return Buffer.concat([Buffer.from([tag, length]), content]);
  const size = length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...size]), content]);
}

const sequence = (...parts: Buffer[]) => der(0x30, Buffer.concat(parts));
const set = (...parts: Buffer[]) => der(0x31, Buffer.concat(parts));
const utcTime = (text: string) => der(0x17, Buffer.from(text));
/** From 2050 on. */
const time = (text: string) => der(0x18, Buffer.from(text));

function oid([first = 0, second = 0, ...rest]: number[]): Buffer {
  const bytes = [first * 40 + second];
  for (const part of rest) {
    const digits = [part & 0x7f];
    for (let left = part >> 7; left > 0; left >>= 7) digits.unshift(0x80 | (left & 0x7f));
    bytes.push(...digits);
  }
  return der(0x06, Buffer.from(bytes));
}
