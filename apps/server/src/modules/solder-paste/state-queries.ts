import type { DB } from "@lineside/db";
import { addMinutes, type Instant } from "@lineside/domain/kernel";
import { endedPasteStates, type PastePolicy, type PasteState } from "@lineside/domain/solder-paste";
import type { Expression, ExpressionBuilder, SqlBool } from "kysely";
import type { Reader } from "./store.ts";

type Filtered = ExpressionBuilder<DB & { j: DB["solder_paste_bottle"] }, "j">;

/** Which types' bottles are warm, by when they came out of the cold. */
export interface Thaw {
  readonly typeIds: readonly string[];
  /** Out since then or earlier: warm. */
  readonly until: Instant;
}

/** One entry for each time a plant lets its paste thaw: a handful. */
export async function thawsOf(k: Reader, now: Instant): Promise<Thaw[]> {
  const types = await k.selectFrom("solder_paste_type").select(["id", "policy"]).execute();
  const idsOf = new Map<number, string[]>();
  for (const { id, policy } of types) {
    const { thawMinMinutes } = policy as unknown as PastePolicy;
    idsOf.set(thawMinMinutes, [...(idsOf.get(thawMinMinutes) ?? []), id]);
  }
  return [...idsOf].map(([minutes, typeIds]) => ({ typeIds, until: addMinutes(now, -minutes) }));
}

/** What `stateAt` says, for the database: the filter shows what the rows say. A test compares the two. */
export function inStates(
  x: Filtered,
  states: readonly PasteState[],
  { thaws, now }: { thaws: readonly Thaw[]; now: Instant },
): Expression<SqlBool> {
  const isWarm = x.or(
    thaws.map(({ typeIds, until }) =>
      x.and([x("j.typeId", "in", typeIds), x("j.thawStartedAt", "<=", until)]),
    ),
  );
  const isOver = x.or([x("j.blockedCode", "is not", null), x("j.usableUntil", "<=", now)]);
  const lives = x.and([
    x("j.blockedCode", "is", null),
    x.or([x("j.usableUntil", "is", null), x("j.usableUntil", ">", now)]),
  ]);
  const is = (state: PasteState) => x("j.state", "=", state);
  return x.or(
    states.map((state) => {
      if (state === "EXPIRED")
        return x.or([is(state), x.and([x("j.state", "not in", endedPasteStates), isOver])]);
      if (endedPasteStates.includes(state)) return is(state);
      if (state === "THAWING") return x.and([lives, is(state), x.not(isWarm)]);
      if (state === "READY")
        return x.and([lives, x.or([is(state), x.and([is("THAWING"), isWarm])])]);
      return x.and([lives, is(state)]);
    }),
  );
}
