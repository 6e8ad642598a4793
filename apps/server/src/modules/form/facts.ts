import {
  carriedTotals,
  type FormDefinition,
  type JudgeFacts,
  placeRecord,
} from "@lineside/domain/form";
import { type Instant, plantParts, refusalError, unwrap } from "@lineside/domain/kernel";
import { lineByCode, productByCode } from "../plant/index.ts";
import { frozenVersion } from "../routing/index.ts";
import type { Source } from "./definition-store.ts";
import { type Chain, chainOf, type RunPlace, runPlace } from "./store.ts";

export interface Asked {
  readonly runNo?: string | undefined;
  readonly lineCode?: string | undefined;
  readonly subjectKey?: string | undefined;
  readonly productCode?: string | undefined;
}

/** Codes as scanned, resolved: what a record is about. */
export interface Place {
  readonly run: RunPlace | null;
  readonly lineId: string | null;
  readonly lineCode: string | null;
  readonly subjectKey: string | null;
  readonly productCode: string | null;
}

/** Throws RUN_NOT_FOUND, LINE_NOT_FOUND, PRODUCT_NOT_FOUND for codes nobody knows. */
export async function resolvePlace(from: Source, asked: Asked): Promise<Place> {
  const { runNo, lineCode, productCode } = asked;
  const run = runNo === undefined ? null : await runPlace(from, "r.runNo", runNo);
  if (runNo !== undefined && !run)
    throw refusalError({ code: "RUN_NOT_FOUND", context: { runNo } });
  const line = lineCode === undefined ? null : await lineByCode(from, lineCode);
  if (lineCode !== undefined && !line)
    throw refusalError({ code: "LINE_NOT_FOUND", context: { lineCode } });
  const isNamed = productCode !== undefined && !run;
  if (isNamed && !(await productByCode(from, productCode)))
    throw refusalError({ code: "PRODUCT_NOT_FOUND", context: { productCode } });
  return {
    run,
    lineId: line?.id ?? run?.lineId ?? null,
    lineCode: line?.code ?? run?.lineCode ?? null,
    subjectKey: asked.subjectKey ?? null,
    productCode: run?.productCode ?? (isNamed ? productCode : null),
  };
}

/** What the form wants of the place; see placeRecord. The line is the run's where it has one. */
export function requirePlace(definition: FormDefinition, place: Place, asked: Asked): void {
  const { run, subjectKey } = place;
  unwrap(placeRecord(definition, { run, lineCode: asked.lineCode ?? null, subjectKey }));
}

interface Moment {
  readonly at: Instant;
  readonly timezone: string;
  /** The record that is judged, so that it does not count itself. */
  readonly recordId: string;
}

/** What judging needs beyond the values: the frozen route's programs, and what was counted before. */
export async function judgeFacts(
  from: Source,
  about: { formCode: string; definition: FormDefinition; place: Place },
  { at, timezone, recordId }: Moment,
): Promise<JudgeFacts> {
  const { formCode, definition, place } = about;
  const { run, subjectKey } = place;
  const chain: Chain = { formCode, subjectKey, before: { at, id: recordId } };
  return {
    productCode: place.productCode,
    lineCode: place.lineCode,
    runNo: run?.runNo ?? null,
    today: plantDay(at, timezone),
    expectedPrograms: run ? await expectedPrograms(from, run.routeVersionId) : [],
    carried: carriedTotals(definition, await chainOf(from, definition, chain)),
  };
}

/** The programs the run's frozen route names, not those of today's route (D51). */
async function expectedPrograms(from: Source, versionId: string) {
  const { snapshot } = await frozenVersion(from, versionId);
  return snapshot.steps.flatMap(({ stepNo, operation, expectedProgram }) =>
    expectedProgram === undefined
      ? []
      : [{ stepNo, traits: [...operation.traits], program: expectedProgram }],
  );
}

function plantDay(at: Instant, timezone: string): string {
  const [year, month, day] = plantParts(at, timezone);
  const two = (part: number) => String(part).padStart(2, "0");
  return `${year}-${two(month)}-${two(day)}`;
}
