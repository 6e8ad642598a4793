import type * as Rhea from "rhea";

/** The AMQP library; only its types are loaded where nobody speaks AMQP. */
export type Amqp = typeof Rhea;

interface Reader {
  read_array_items(count: number, type: unknown): unknown[];
  remaining(): number;
}

let isHardened = false;

/** rhea is one CommonJS object; its types call the parts of it exports. */
export async function loadRhea(): Promise<Amqp> {
  const { default: rhea } = (await import("rhea")) as unknown as { default: Amqp };
  if (!isHardened) harden(rhea);
  isHardened = true;
  return rhea;
}

/**
 * An array of a type without bytes, e.g. null, may claim four billion items in twenty bytes, and
 * rhea would make them: for anybody who reaches the port. Nothing we are sent holds such arrays.
 */
function harden(rhea: Amqp): void {
  const { prototype } = (rhea.types as unknown as { Reader: { prototype: Reader } }).Reader;
  const read = prototype.read_array_items;
  prototype.read_array_items = function (count, type) {
    if (count > this.remaining()) throw new RangeError("An array claims more items than bytes.");
    return read.call(this, count, type);
  };
}
