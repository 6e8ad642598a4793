import { AppError } from "@lineside/domain/kernel";

/** A request body larger than this is refused; the largest legitimate one is a list of 10,000 SNs. */
export const bodyBytesMax = 5 * 1024 * 1024;
/** Deeper than anything a person configures; what walks it by recursion stays far from its end. */
export const bodyDepthMax = 64;

/**
 * The JSON of a request. Told before it is read when it says that it is too large; anything but JSON is
 * refused, because it is all a page of another site can send without being asked first.
 */
export async function readBody({ request }: { request: Request }): Promise<unknown> {
  const size = Number(request.headers.get("content-length") ?? 0);
  if (size > bodyBytesMax) throw tooLarge(size);
  if (request.body === null) return {};
  const text = await request.text();
  if (text === "") return {};
  if (!/^application\/([\w.-]+\+)?json\s*(;|$)/i.test(request.headers.get("content-type") ?? ""))
    throw new AppError("invalid", "BODY_NOT_JSON");
  if (text.length > bodyBytesMax) throw tooLarge(text.length);
  if (isDeeper(text, bodyDepthMax))
    throw new AppError("invalid", "BODY_TOO_DEEP", { limit: bodyDepthMax });
  try {
    return JSON.parse(text);
  } catch {
    throw new AppError("invalid", "MALFORMED_JSON");
  }
}

const tooLarge = (size: number) =>
  new AppError("invalid", "BODY_TOO_LARGE", { size, limit: bodyBytesMax });

const [quote, backslash, openList, closeList, openObject, closeObject] = [
  ...[0x22, 0x5c, 0x5b],
  ...[0x5d, 0x7b, 0x7d],
];

/** Whether lists and objects lie in each other more than `max` deep; looks before anything is built. */
export function isDeeper(text: string, max: number): boolean {
  let depth = 0;
  let isInText = false;
  for (let at = 0; at < text.length; at++) {
    const sign = text.charCodeAt(at);
    if (isInText) {
      if (sign === backslash) at++;
      else if (sign === quote) isInText = false;
    } else if (sign === quote) isInText = true;
    else if (sign === openObject || sign === openList) {
      if (++depth > max) return true;
    } else if (sign === closeObject || sign === closeList) depth--;
  }
  return false;
}
