import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { extname, join, relative } from "node:path";
import { ConfigError, type WebMode } from "./config.ts";

interface Asset {
  body: Uint8Array<ArrayBuffer>;
  etag: string;
}

interface Page {
  type: string;
  cacheControl: string;
  plain: Asset;
  /** By encoding, the smallest first: which one wins differs from file to file. */
  packed: [encoding: string, Asset][];
}

/** Each is read and hashed when it is first asked for: the start of the server waits for none of them. */
type Pages = Map<string, () => Page | null>;

export interface Web {
  /** The asset, the SPA's page for any other path without an extension, or null. */
  answer(request: Request): Response | null;
  readonly paths: string[];
}

const types: Record<string, string> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".json": "application/json",
  ".svg": "image/svg+xml",
  ".png": "image/png",
  ".ico": "image/x-icon",
  ".woff2": "font/woff2",
  ".txt": "text/plain; charset=utf-8",
  ".webmanifest": "application/manifest+json",
};

/** Opens the web app: from the binary, from a folder, or not at all. Throws ConfigError. */
export function openWeb(mode: WebMode, folder: string | null): Web {
  if (mode === "off") return { answer: () => null, paths: [] };
  const pages = mode === "embedded" ? readEmbedded() : readFolder(folder ?? "");
  if (!pages.has("/index.html"))
    throw new ConfigError(
      mode === "embedded"
        ? "The web app is not in this binary; build it with `bun run build:single`, or set APP_WEB_MODE=dir or off."
        : `APP_WEB_DIR is "${folder}"; there is no index.html in it.`,
    );
  return { answer: (request) => answer(pages, request), paths: [...pages.keys()] };
}

function answer(pages: Pages, request: Request): Response | null {
  const path = new URL(request.url).pathname;
  const page = (pages.get(path) ?? (isFile(path) ? undefined : pages.get("/index.html")))?.();
  if (!page) return null;
  const accepted = request.headers.get("accept-encoding") ?? "";
  const [encoding, asset] = choose(page, accepted);
  const headers: Record<string, string> = {
    "content-type": page.type,
    "cache-control": page.cacheControl,
    etag: asset.etag,
    vary: "accept-encoding",
  };
  if (isKnown(request.headers.get("if-none-match"), asset.etag))
    return new Response(null, { status: 304, headers });
  if (encoding) headers["content-encoding"] = encoding;
  // Also for HEAD: the server keeps the length and leaves the body out.
  return new Response(asset.body, { headers });
}

/** A path that cannot be one of the SPA's; an order or serial number may well hold a dot. */
function isFile(path: string): boolean {
  const extension = extname(path);
  return path.startsWith("/assets/") || extension in types || /^\.(map|br|zst)$/.test(extension);
}

/** A proxy that compresses marks our tags as weak; for a GET they mean the same. */
function isKnown(ifNoneMatch: string | null, etag: string): boolean {
  const known = ifNoneMatch?.split(",").map((tag) => tag.trim().replace(/^W\//, ""));
  return known?.includes(etag) ?? false;
}

function choose(page: Page, accepted: string): [string | null, Asset] {
  return page.packed.find(([encoding]) => accepts(accepted, encoding)) ?? [null, page.plain];
}

function accepts(header: string, encoding: string): boolean {
  const wanted = header.split(",").map((part) => part.split(";").map((each) => each.trim()));
  const found = wanted.find(([name]) => name?.toLowerCase() === encoding);
  return found !== undefined && !found.some((parameter) => /^q=0(\.0*)?$/i.test(parameter));
}

/** `--asset web` puts the folder beside the program inside the binary. */
function readEmbedded(): Pages {
  const root = join(import.meta.dir, "web");
  return existsSync(root) ? readFolder(root) : new Map();
}

function readFolder(root: string): Pages {
  const pages: Pages = new Map();
  if (!existsSync(root)) return pages;
  const files = new Map<string, string>();
  for (const name of readdirSync(root, { recursive: true }) as string[]) {
    const file = join(root, name);
    if (statSync(file).isFile()) files.set(`/${relative(root, file).replaceAll("\\", "/")}`, file);
  }
  for (const [path, file] of files) {
    if (/\.(br|zst)$/.test(path)) continue;
    const packed = { br: files.get(`${path}.br`), zstd: files.get(`${path}.zst`) };
    let page: Page | undefined;
    pages.set(path, () => {
      // A folder may be built anew while it is served.
      if (!page && !existsSync(file)) return null;
      page ??= readPage(path, { plain: file, ...packed });
      return page;
    });
  }
  return pages;
}

interface PageFiles {
  plain: string;
  br: string | undefined;
  zstd: string | undefined;
}

function readPage(path: string, { plain, ...encodings }: PageFiles): Page {
  const packed = Object.entries(encodings).flatMap(([encoding, file]): [string, Asset][] =>
    file === undefined ? [] : [[encoding, readAsset(file)]],
  );
  return {
    type: types[extname(path)] ?? "application/octet-stream",
    cacheControl: path.startsWith("/assets/") ? "public, max-age=31536000, immutable" : "no-cache",
    plain: readAsset(plain),
    packed: packed.toSorted(([, one], [, other]) => one.body.length - other.body.length),
  };
}

/** Each encoding has a tag of its own: a cache must not mix them. */
function readAsset(file: string): Asset {
  const body = new Uint8Array(readFileSync(file));
  const hash = new Bun.CryptoHasher("sha256").update(body).digest("base64url").slice(0, 22);
  return { body, etag: `"${hash}"` };
}
