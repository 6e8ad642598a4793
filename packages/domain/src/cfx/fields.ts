/** A part of a message: whatever the sender put there. */
export type CfxObject = Readonly<Record<string, unknown>>;

/**
 * The value of a field whatever the case of its name: TransactionID and TransactionId are one field
 * (cfx.md 4.3 #6). Null and absent are alike: undefined.
 */
export function fieldOf(object: CfxObject, name: string): unknown {
  const exact = object[name];
  if (exact !== undefined && exact !== null) return exact;
  const wanted = name.toLowerCase();
  for (const key of Object.keys(object)) {
    if (key.length !== wanted.length || key.toLowerCase() !== wanted) continue;
    const value = object[key];
    if (value !== undefined && value !== null) return value;
  }
  return undefined;
}

/** A text, trimmed; numbers are read as their text; null when there is nothing. */
export function textOf(object: CfxObject, name: string): string | null {
  const value = fieldOf(object, name);
  if (typeof value === "number" && Number.isFinite(value)) return String(value);
  if (typeof value !== "string") return null;
  const text = value.trim();
  return text === "" ? null : text;
}

/** Counts and places beyond it are none, and no column holds them. */
export const largestInteger = 2 ** 31 - 1;

const decimal = /^[+-]?\d+(\.\d+)?([eE][+-]?\d+)?$/;

export function numberOf(object: CfxObject, name: string): number | null {
  const value = fieldOf(object, name);
  const number =
    typeof value === "string" && decimal.test(value.trim()) ? Number(value.trim()) : value;
  return typeof number === "number" && Number.isFinite(number) ? number : null;
}

export function objectOf(object: CfxObject, name: string): CfxObject | null {
  const value = fieldOf(object, name);
  return isObject(value) ? value : null;
}

/** The objects of a list; what is no object is passed over. */
export function listOf(object: CfxObject, name: string): CfxObject[] {
  const value = fieldOf(object, name);
  return Array.isArray(value) ? value.filter(isObject) : [];
}

export function isObject(value: unknown): value is CfxObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

const emptyGuid = "00000000-0000-0000-0000-000000000000";

/** An identifier; the empty GUID of .NET means that there is none. */
export function identifierOf(object: CfxObject, name: string): string | null {
  const text = textOf(object, name);
  return text === emptyGuid ? null : text;
}

const timeSpan = /^-?(?:(\d+)\.)?(\d{1,2}):(\d{2}):(\d{2})(?:\.(\d{1,7}))?$/;

/** A .NET time span (`00:01:44.2`, `6.00:00:00`) in seconds. */
export function secondsOf(object: CfxObject, name: string): number | null {
  const text = textOf(object, name);
  const match = text === null ? null : timeSpan.exec(text);
  if (!match) return null;
  const [, days = "0", hours = "0", minutes = "0", seconds = "0", fraction = "0"] = match;
  const whole =
    Number(days) * 86_400 + Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds);
  return whole + Number(`0.${fraction}`);
}
