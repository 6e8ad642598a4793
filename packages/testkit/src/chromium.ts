import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { brotliDecompressSync, inflateSync } from "node:zlib";
import { type Browser, chromium } from "playwright-core";

const cache = join(import.meta.dir, "../../../.cache/chromium");

/** Root in a container has no sandbox and a small /dev/shm; nothing may be fetched behind the test's back. */
const flags = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-dev-shm-usage",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--font-render-hinting=none",
  "--force-color-profile=srgb",
];

/** A headless Chromium that can show Chinese, whatever the machine has installed. */
export async function launchBrowser(): Promise<Browser> {
  const executablePath = chromiumPath();
  if (!executablePath)
    throw new Error("No Chromium: set CHROMIUM_PATH or install chromium or google-chrome.");
  const env = { ...process.env, FONTCONFIG_FILE: fontConfiguration() } as Record<string, string>;
  return chromium.launch({ executablePath, args: flags, env, headless: true });
}

/** In order of preference; null when this machine has none and npm has none for it. */
export function chromiumPath(): string | null {
  const given = process.env.CHROMIUM_PATH;
  if (given) return given;
  const installed = [
    "/usr/bin/chromium",
    "/usr/bin/chromium-browser",
    Bun.which("google-chrome"),
    Bun.which("google-chrome-stable"),
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  ].find((path) => path && existsSync(path));
  return installed ?? unpackedChromium() ?? playwrightChromium();
}

/** From npm: a Chromium for Linux x64, packed. Unpacked once into the repository's cache, not a shared /tmp. */
function unpackedChromium(): string | null {
  if (process.platform !== "linux" || process.arch !== "x64") return null;
  const { folder, version } = packageOf("@sparticuz/chromium");
  const executable = join(cache, `chromium-${version}`);
  if (!existsSync(executable)) {
    const packed = readFileSync(join(folder, "bin/chromium.br"));
    writeWhole(executable, brotliDecompressSync(packed), 0o755);
  }
  return executable;
}

function playwrightChromium(): string | null {
  const path = chromium.executablePath();
  return path && existsSync(path) ? path : null;
}

/**
 * A machine without Chinese fonts draws boxes. The fonts come from npm as WOFF, fontconfig wants SFNT;
 * they are added behind the machine's own, so where it has some nothing changes.
 */
function fontConfiguration(): string {
  const { folder, version } = packageOf("@openfonts/noto-sans-sc_chinese-simplified");
  const fonts = join(cache, `fonts-${version}`);
  for (const weight of [400, 500, 700]) {
    const font = join(fonts, `noto-sans-sc-${weight}.ttf`);
    if (existsSync(font)) continue;
    const woff = join(folder, `files/noto-sans-sc-chinese-simplified-${weight}.woff`);
    writeWhole(font, woffToSfnt(readFileSync(woff)), 0o644);
  }
  const configuration = join(cache, "fonts.conf");
  const text = fontConfigurationText(fonts);
  if (!existsSync(configuration) || readFileSync(configuration, "utf8") !== text)
    writeWhole(configuration, Buffer.from(text), 0o644);
  return configuration;
}

function fontConfigurationText(fonts: string): string {
  return `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <include ignore_missing="yes">/etc/fonts/fonts.conf</include>
  <dir>${fonts}</dir>
  <cachedir>${join(cache, "fontconfig")}</cachedir>
</fontconfig>
`;
}

/** WOFF 1.0 is SFNT with each table deflated: https://www.w3.org/TR/WOFF/ */
export function woffToSfnt(woff: Buffer): Buffer {
  const count = woff.readUInt16BE(12);
  const tables = Array.from({ length: count }, (_, index) => readWoffTable(woff, 44 + index * 20));
  const header = Buffer.alloc(12 + count * 16);
  woff.copy(header, 0, 4, 8);
  const power = Math.floor(Math.log2(count));
  header.writeUInt16BE(count, 4);
  header.writeUInt16BE(2 ** power * 16, 6);
  header.writeUInt16BE(power, 8);
  header.writeUInt16BE(count * 16 - 2 ** power * 16, 10);
  let offset = header.length;
  const bodies = tables.map(({ tag, checksum, body }, index) => {
    const entry = 12 + index * 16;
    tag.copy(header, entry);
    header.writeUInt32BE(checksum, entry + 4);
    header.writeUInt32BE(offset, entry + 8);
    header.writeUInt32BE(body.length, entry + 12);
    const padded = Buffer.concat([body, Buffer.alloc((4 - (body.length % 4)) % 4)]);
    offset += padded.length;
    return padded;
  });
  return Buffer.concat([header, ...bodies]);
}

function readWoffTable(woff: Buffer, entry: number) {
  const offset = woff.readUInt32BE(entry + 4);
  const packedLength = woff.readUInt32BE(entry + 8);
  const length = woff.readUInt32BE(entry + 12);
  const packed = woff.subarray(offset, offset + packedLength);
  return {
    tag: woff.subarray(entry, entry + 4),
    checksum: woff.readUInt32BE(entry + 16),
    body: packedLength === length ? packed : inflateSync(packed),
  };
}

function packageOf(name: string): { folder: string; version: string } {
  const folder = join(import.meta.dir, "../node_modules", name);
  const { version } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  return { folder, version };
}

/** Written aside and renamed: two test processes may unpack at the same moment. */
function writeWhole(path: string, content: Buffer, mode: number): void {
  mkdirSync(dirname(path), { recursive: true });
  const unfinished = `${path}.${process.pid}`;
  writeFileSync(unfinished, content, { mode });
  renameSync(unfinished, path);
}
