import {
  type ExecutionStation,
  type Identified,
  isGone,
  moveTogether,
  type ScanAnswer,
  scanAction,
  scanAnswer,
} from "@lineside/domain/execution";
import { codeEntry, ok, type Refusal } from "@lineside/domain/kernel";
import { z } from "zod";
import { defineQuery, type QueryContext } from "../../platform/query.ts";
import { placed, placesOf } from "./carrier-places.ts";
import { blockOf } from "./carrier-queries.ts";
import { resolveIdentifier } from "./identify-queries.ts";
import { cardOf, explained } from "./scan.ts";
import { peekPanel, peekUnit, peekUnits, type Scan } from "./scan-store.ts";
import { stationHere, stationRuns } from "./station-queries.ts";

/** What a scan means at this station: in, out, or why neither; or that it is another kind of label. */
export const resolveScan = defineQuery({
  name: "execution.resolveScan",
  permission: "exec:read",
  input: z.object({ code: z.string().min(1).max(64), scan: z.string().trim().min(1).max(120) }),
  output: scanAnswer,
  async run(cx, { code, scan }): Promise<ScanAnswer> {
    const station = await stationHere(cx, code);
    const unit = await peekUnit(cx.db, { sn: scan, stationCode: code });
    if (unit) return await answerFor(cx, { scan, kind: "UNIT", key: unit.sn, scans: [unit] });
    const panel = await peekPanel(cx.db, { panelNo: scan, stationCode: code });
    if (panel.length > 0)
      return await answerFor(cx, { scan, kind: "PANEL", key: scan, scans: panel });
    const carrier = await resolveIdentifier(cx.db, scan);
    if (carrier.kind === "CARRIER") return await carrierAnswer(cx, { scan, code, carrier });
    return await otherLabel(cx, scan, station);
  },
});

async function answerFor(
  cx: QueryContext,
  found: { scan: string; kind: "UNIT" | "PANEL" | "CARRIER"; key: string; scans: Scan[] },
): Promise<ScanAnswer> {
  const by = { id: cx.actor.id ?? "", name: cx.actor.name };
  const live = found.scans.find(({ unit }) => unit && !isGone(unit));
  const subject = live ?? found.scans[0];
  const known = subject && (await explained(cx.db, subject));
  // Its boards leave with the carrier: for the carrier itself that is no obstacle.
  const openVisit = known?.openVisit && { ...known.openVisit, carrierTrackId: null };
  const facts =
    known && found.kind === "CARRIER" ? { ...known, openVisit: openVisit ?? null } : known;
  const decided = facts && scanAction(facts, by, cx.now);
  return {
    scan: found.scan,
    kind: found.kind,
    key: found.key,
    action: decided?.action ?? "NONE",
    units: found.scans.map((each) => cardOf(each)),
    captureItems: decided?.step?.captureItems ?? [],
    createsIn: null,
    refusal: noticeOf(decided?.refusal ?? null),
  };
}

/** A carrier means what the first of its boards means; an empty or blocked one means nothing. */
async function carrierAnswer(
  cx: QueryContext,
  { scan, code, carrier }: { scan: string; code: string; carrier: Identified },
): Promise<ScanAnswer> {
  const sns = carrier.units.map(({ sn }) => sn);
  const peeked = await peekUnits(cx.db, { sns, stationCode: code });
  const bySn = new Map(peeked.map((each) => [each.sn, each]));
  const scans = sns.flatMap((sn) => bySn.get(sn) ?? []);
  const places = placesOf(carrier.units);
  const found = await answerFor(cx, { scan, kind: "CARRIER", key: scan, scans });
  const answer = { ...found, units: found.units.map((card) => placed(card, places)) };
  // Nothing on it, or boards that stand at different places: the rule of the group says which.
  const group = { kind: "CARRIER", no: scan, units: scans, places } as const;
  const together = moveTogether(group, () => ok(null));
  if (!together.ok) return { ...answer, action: "NONE", refusal: noticeOf(together.refusal) };
  const blocked = answer.action === "TRACK_IN" ? await blockOf(cx.db, scan) : null;
  return blocked ? { ...answer, action: "NONE", refusal: noticeOf(blocked) } : answer;
}

async function otherLabel(
  cx: QueryContext,
  scan: string,
  station: ExecutionStation,
): Promise<ScanAnswer> {
  const other = (kind: ScanAnswer["kind"], more: Partial<ScanAnswer> = {}): ScanAnswer => ({
    scan,
    kind,
    key: kind === "UNKNOWN" ? null : scan,
    action: "NONE",
    units: [],
    captureItems: [],
    createsIn: null,
    refusal: null,
    ...more,
  });
  if (await exists(cx, "work_order_run", scan)) return other("RUN");
  if (await exists(cx, "work_order", scan)) return other("ORDER");
  if (await isBadge(cx, scan)) return other("BADGE");
  const runs = (await stationRuns(cx.db, station)).filter(
    (run) => run.unitSource === "FIRST_SCAN" && run.startsHere && run.state !== "ON_HOLD",
  );
  const [only] = runs;
  if (only && runs.length === 1)
    return other("UNKNOWN", { action: "TRACK_IN", createsIn: only.runNo });
  return other("UNKNOWN", {
    refusal: noticeOf({ code: "UNIT_NOT_FOUND", context: { sn: scan } }),
  });
}

async function exists(
  { db }: QueryContext,
  table: "work_order_run" | "work_order",
  key: string,
): Promise<boolean> {
  const found =
    table === "work_order"
      ? await db.read.selectFrom(table).select("id").where("woNo", "=", key).executeTakeFirst()
      : await db.read.selectFrom(table).select("id").where("runNo", "=", key).executeTakeFirst();
  return found !== undefined;
}

/** Whether somebody's badge was scanned; says nothing about whose. */
async function isBadge({ db, badgeHashOf }: QueryContext, scan: string): Promise<boolean> {
  const owner = await db.read
    .selectFrom("auth_user")
    .select("id")
    .where("badgeHash", "=", badgeHashOf(scan))
    .executeTakeFirst();
  return owner !== undefined;
}

function noticeOf(refusal: Refusal | null): ScanAnswer["refusal"] {
  if (!refusal) return null;
  const { code, context } = refusal;
  return { code, context, resolvedBy: codeEntry(code)?.resolvedBy ?? null };
}
