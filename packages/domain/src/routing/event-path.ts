/** One step of a path: a field's name, a position in a list, or every element of it. */
export type PathSegment = string | number | "[*]";

/** The fields of an event a path may begin with. */
export const eventRoots = [
  "payload",
  "meta",
  "occurredAt",
  "runNo",
  "sourceSystem",
  "eventType",
  "dedupeKey",
] as const;

const shape = /^[^.[\]]+(?:\[(?:\*|\d{1,6})\])*(?:\.[^.[\]]+(?:\[(?:\*|\d{1,6})\])*)*$/;

/**
 * A path into an event: names joined by dots, `[0]` for a position and `[*]` for every element of a
 * list, e.g. `payload.boards[*].sn`. null: it is no path. domain.md 4.6.2.
 */
export function parsePath(text: string): PathSegment[] | null {
  if (!shape.test(text)) return null;
  return text.split(".").flatMap((part): PathSegment[] => {
    const [name = "", ...indexes] = part.split("[");
    return [name, ...indexes.map((at) => (at === "*]" ? "[*]" : Number.parseInt(at, 10)))];
  });
}

export const isPath = (text: string): boolean => parsePath(text) !== null;

/** Whether the path may find more than one value. */
export const isMany = (path: string): boolean => path.includes("[*]");
