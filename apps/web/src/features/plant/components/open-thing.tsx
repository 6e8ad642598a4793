import { group, line, station } from "./line-thing.tsx";
import { operation } from "./operation-thing.tsx";
import { product } from "./product-thing.tsx";
import { shift } from "./shift-thing.tsx";
import type { Stored, Thing, ThingFacts } from "./thing.ts";
import { ThingDrawer, type ThingDrawerProps } from "./thing-drawer.tsx";

const whole = { line, station, group, operation, product, shift };

interface OpenThingProps extends Omit<ThingDrawerProps<Stored>, "thing"> {
  kind: ThingFacts["kind"];
}

/** A row of any kind with all its drawer needs: loaded when one is about to be opened. */
export function OpenThing({ kind, ...props }: OpenThingProps) {
  // Each list hands on the rows of its own kind.
  return <ThingDrawer thing={whole[kind] as unknown as Thing<Stored>} {...props} />;
}
