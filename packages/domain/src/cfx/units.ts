import {
  type CfxObject,
  fieldOf,
  identifierOf,
  isObject,
  largestInteger,
  listOf,
  numberOf,
  objectOf,
  textOf,
} from "./fields.ts";

/** A board as a machine names it: its serial number, or its place on a panel or carrier. */
export interface CfxUnit {
  readonly identifier: string;
  readonly position: number | null;
}

/** Names longer than this are no identifiers of ours. */
const longestIdentifier = 120;

/**
 * The boards a message names in its Units list; a list without names means the places of the primary
 * identifier, no list at all the primary identifier with all that is on it (cfx.md 4.3 #8).
 */
export function unitsOf(body: CfxObject): CfxUnit[] {
  const primary = identifierOf(body, "PrimaryIdentifier");
  const units = listOf(body, "Units").flatMap((unit) =>
    unitRef(identifierOf(unit, "UnitIdentifier") ?? primary, numberOf(unit, "PositionNumber")),
  );
  return distinct(units.length > 0 ? units : unitRef(primary, null));
}

/** Every board named anywhere in a message: what material and tools are linked to. */
export function unitsNamed(body: CfxObject): CfxUnit[] {
  const found = unitsOf(body);
  for (const value of Object.values(body)) {
    if (!Array.isArray(value)) continue;
    for (const item of value) if (isObject(item)) found.push(...itemUnit(item));
  }
  return distinct(found);
}

/** The board an item of a result or material list is about. */
export function itemUnit(item: CfxObject): CfxUnit[] {
  const position = numberOf(item, "UnitPositionNumber") ?? numberOf(item, "PositionNumber");
  return unitRef(identifierOf(item, "UnitIdentifier"), position);
}

/** Positions count from 1; 0 is how .NET says that nobody set one. */
function unitRef(identifier: string | null, position: number | null): CfxUnit[] {
  if (identifier === null || identifier.length > longestIdentifier) return [];
  const isPlace =
    position !== null && Number.isInteger(position) && position > 0 && position <= largestInteger;
  return [{ identifier, position: isPlace ? position : null }];
}

function distinct(units: readonly CfxUnit[]): CfxUnit[] {
  const seen = new Map(units.map((unit) => [`${unit.identifier}\n${unit.position}`, unit]));
  return [...seen.values()];
}

export interface CfxOperator {
  readonly identifier: string | null;
  readonly loginName: string | null;
  /** What the machine calls the person. */
  readonly name: string | null;
}

/** Who a message names as Operator, Tester, Inspector …; null when it is nobody. */
export function operatorOf(body: CfxObject, field = "Operator"): CfxOperator | null {
  const person = objectOf(body, field);
  if (!person) return null;
  const identifier = identifierOf(person, "OperatorIdentifier");
  const loginName = textOf(person, "LoginName");
  const parts = [textOf(person, "FirstName"), textOf(person, "LastName")].filter(Boolean);
  const name = textOf(person, "FullName") ?? (parts.length > 0 ? parts.join(" ") : null);
  if (identifier === null && loginName === null && name === null) return null;
  return { identifier, loginName, name: (name ?? loginName ?? identifier)?.slice(0, 120) ?? null };
}

export interface CfxRecipe {
  readonly name: string;
  readonly revision: string | null;
}

/** The machine program a message names; null: it names none. */
export function recipeOf(body: CfxObject): CfxRecipe | null {
  const name = textOf(body, "RecipeName");
  if (name === null) return null;
  const revision = textOf(body, "Revision") ?? textOf(body, "RecipeRevision");
  return { name: name.slice(0, 200), revision: revision?.slice(0, 60) ?? null };
}

/** As it is kept and shown: name and revision in one text. */
export function recipeText({ name, revision }: CfxRecipe): string {
  return revision === null ? name : `${name} ${revision}`;
}

/**
 * Whether the machine runs the program the route names: by its name, or by name and revision however
 * they are joined. Letter case and a file's ending do not matter.
 */
export function isExpectedProgram(expected: string, running: string): boolean {
  const plain = (text: string) =>
    text
      .trim()
      .toLowerCase()
      .replace(/\.[a-z]{2,4}$/, "")
      .replace(/[\s:/_@-]+/g, " ");
  const [wanted, actual] = [plain(expected), plain(running)];
  return actual === wanted || actual.startsWith(`${wanted} `);
}

/** A machine speaks of lanes and stages by number or name. */
export function stageOf(body: CfxObject) {
  const stage = objectOf(body, "Stage");
  if (!stage) return null;
  return {
    sequence: numberOf(stage, "StageSequence"),
    name: textOf(stage, "StageName")?.slice(0, 120) ?? null,
    type: textOf(stage, "StageType")?.slice(0, 60) ?? null,
  };
}

export const isListed = (body: CfxObject, field: string) => Array.isArray(fieldOf(body, field));
