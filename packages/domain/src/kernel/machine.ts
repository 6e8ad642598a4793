import { ok, type Result, refuse } from "./result.ts";

type Table = Record<string, Record<string, string>>;
type EventOf<T extends Table> = { [S in keyof T]: keyof T[S] }[keyof T] & string;

export interface Machine<T extends Table> {
  readonly name: string;
  readonly table: T;
  readonly states: (keyof T & string)[];
  /** The next state, or the refusal `<NAME>_STATE_INVALID` with state and event. */
  next(state: string, event: EventOf<T>): Result<keyof T & string>;
  can(state: string, event: EventOf<T>): boolean;
  isTerminal(state: string): boolean;
  eventsFrom(state: string): EventOf<T>[];
}

/** State `HELD_FROM` as a target means: back to the state the hold interrupted; the caller knows it. */
export const HELD_FROM = "HELD_FROM";

/** Transitions as data: the type, the buttons, the diagram in domain_docs and the tests come from it. */
export function machine<const T extends Table>(name: string, table: T): Machine<T> {
  const target = (state: string, event: string): string | undefined => table[state]?.[event];
  return {
    name,
    table,
    states: Object.keys(table) as (keyof T & string)[],
    next(state, event) {
      const to = target(state, event);
      if (to === undefined) return refuse(`${name}_STATE_INVALID`, { state, event });
      return ok(to as keyof T & string);
    },
    can: (state, event) => target(state, event) !== undefined,
    isTerminal: (state) => Object.keys(table[state] ?? {}).length === 0,
    eventsFrom: (state) => Object.keys(table[state] ?? {}) as EventOf<T>[],
  };
}

/** States that no path from `start` reaches, and targets that are no state: both must be empty. */
export function faults(
  machine: { readonly table: Table; readonly states: readonly string[] },
  start: string,
): string[] {
  const seen = new Set([start]);
  const queue = [start];
  const unknown: string[] = [];
  for (let state = queue.shift(); state !== undefined; state = queue.shift()) {
    for (const to of Object.values(machine.table[state] ?? {})) {
      if (to === HELD_FROM || seen.has(to)) continue;
      if (!(to in machine.table)) unknown.push(`${state} leads to unknown ${to}`);
      else {
        seen.add(to);
        queue.push(to);
      }
    }
  }
  return [
    ...unknown,
    ...machine.states.filter((s) => !seen.has(s)).map((s) => `${s} is unreachable`),
  ];
}
