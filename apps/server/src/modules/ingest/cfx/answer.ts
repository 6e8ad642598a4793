import {
  type CfxAnswer,
  type CfxEnvelope,
  type CfxUnit,
  cfxNames,
  identifierOf,
  isAboutPlace,
  knownMessage,
  notSupported,
  operatorOf,
  primaryResult,
  requestResult,
  responseEnvelope,
  responseName,
  unitsOf,
  type ValidationKind,
  type ValidationResult,
  validationKind,
  validationResult,
} from "@lineside/domain/cfx";
import type { Identified } from "@lineside/domain/execution";
import type { Instant, Refusal } from "@lineside/domain/kernel";
import { visibleLines } from "../../../platform/actor.ts";
import { badgeText } from "../../../platform/auth/password.ts";
import { newId } from "../../../platform/ids.ts";
import type { Platform } from "../../../platform/platform.ts";
import { operatorMay } from "../../auth/index.ts";
import { resolveIdentifier, validateEntry } from "../../execution/index.ts";
import { networkAddress } from "../amqp/open-doors.ts";
import type { Sender } from "../prepare.ts";
import { peekEndpoint } from "./endpoint-store.ts";

/**
 * A request is answered at once and kept nowhere: it asks and changes nothing. null: the message is
 * no request.
 */
export async function answerRequest(
  platform: Platform,
  envelope: CfxEnvelope,
  sender: Sender,
): Promise<object | null> {
  if (knownMessage(envelope.messageName)?.act !== "REQUEST") return null;
  const now = platform.clock.now();
  const answer = await answers(platform, envelope, { sender, now });
  return responseEnvelope(envelope, answer, { handle: platform.config.cfxHandle, now, newId });
}

interface Asked {
  readonly sender: Sender;
  readonly now: Instant;
}

async function answers(
  platform: Platform,
  envelope: CfxEnvelope,
  asked: Asked,
): Promise<CfxAnswer> {
  const name = envelope.messageName.toLowerCase();
  const messageName = responseName(envelope.messageName);
  switch (name) {
    case cfxNames.areYouThereRequest.toLowerCase():
    case cfxNames.whoIsThereRequest.toLowerCase():
      return { messageName, body: presence(platform) };
    case cfxNames.validateUnitsRequest.toLowerCase():
      return { messageName, body: await validateUnits(platform, envelope, asked) };
    case cfxNames.validateOperatorRequest.toLowerCase():
      return { messageName, body: await validateOperator(platform, envelope, asked) };
    default:
      return notSupported(envelope);
  }
}

/** Who we are, and where requests to us may be sent. */
function presence(platform: Platform) {
  const at = networkAddress(platform);
  return {
    Result: requestResult("Success", null),
    CFXHandle: platform.config.cfxHandle,
    RequestNetworkUri: at?.uri ?? null,
    RequestTargetAddress: at?.target ?? null,
  };
}

type Standing = { stationCode: string; lineId: string } | Refusal;

/** Where the machine that asks stands, if whoever speaks for it may speak for that line. */
async function standing(
  platform: Platform,
  { source }: CfxEnvelope,
  { by }: Sender,
): Promise<Standing> {
  const endpoint = await peekEndpoint(platform.db, source);
  const { stationCode, lineId, lineCode } = endpoint ?? {};
  if (!stationCode || !lineId)
    return { code: "ENDPOINT_NOT_ASSIGNED", context: { handle: source } };
  const lines = visibleLines(by, "ingest:send");
  if (lines === null || lines.includes(lineId)) return { stationCode, lineId };
  return { code: "INGEST_OUT_OF_SCOPE", context: { handle: source, stationCode, lineCode } };
}

/** The guards of the track-in without the track-in, for every board the machine names. */
async function validateUnits(platform: Platform, envelope: CfxEnvelope, { sender, now }: Asked) {
  const units = unitsOf(envelope.body);
  const primary = identifierOf(envelope.body, "PrimaryIdentifier") ?? units[0]?.identifier;
  if (primary === undefined || units.length === 0) {
    const Result = requestResult("Failed", "PrimaryIdentifier and Units are missing", 1);
    return { Result, PrimaryResult: null, ValidationResults: [] };
  }
  const place = await standing(platform, envelope, sender);
  const kind = validationKind(envelope.body);
  const results: ValidationResult[] = [];
  const known = new Map<string, Identified>();
  for (const unit of units) {
    if (kind === "SKIPPED") results.push(validationResult(unit, "SKIPPED"));
    else if ("code" in place) results.push(validationResult(unit, place));
    else {
      const found =
        known.get(unit.identifier) ?? (await resolveIdentifier(platform.db, unit.identifier));
      known.set(unit.identifier, found);
      const { stationCode } = place;
      results.push(...(await validate(platform, { unit, found, stationCode, kind, at: now })));
    }
  }
  return {
    Result: requestResult("Success", null),
    PrimaryResult: primaryResult(primary, results),
    ValidationResults: results,
  };
}

interface Validating {
  readonly unit: CfxUnit;
  readonly found: Identified;
  readonly stationCode: string;
  readonly kind: ValidationKind;
  readonly at: Instant;
}

/** One board, or each of a panel or carrier that is named as a whole. */
async function validate(
  { db }: Platform,
  { unit, found, stationCode, kind, at }: Validating,
): Promise<ValidationResult[]> {
  const { identifier, position } = unit;
  if (found.units.length === 0)
    return [validationResult(unit, { code: "UNIT_NOT_FOUND", context: { sn: identifier } })];
  const isWhole = found.kind === "UNIT" || position === null;
  const boards = isWhole ? found.units : found.units.filter((each) => each.position === position);
  if (boards.length === 0)
    return [
      validationResult(unit, { code: "POSITION_UNKNOWN", context: { identifier, position } }),
    ];
  const results: ValidationResult[] = [];
  for (const board of boards) {
    const entry = await validateEntry(db, { sn: board.sn, stationCode, at });
    const isFine = entry.ok || (kind === "STATUS" && isAboutPlace(entry.refusal));
    const named = { identifier, position: position ?? board.position };
    results.push(validationResult(named, isFine || entry.ok ? "PASSED" : entry.refusal));
  }
  return results;
}

/** Whether the person may work at the machine's line: known, active, and allowed to scan boards in. */
async function validateOperator(platform: Platform, envelope: CfxEnvelope, { sender }: Asked) {
  const failed = (message: string, code: number) => ({
    Result: requestResult("Failed", message, code),
  });
  const operator = operatorOf(envelope.body);
  if (!operator) return failed("Operator is missing", 1);
  const place = await standing(platform, envelope, sender);
  if ("code" in place) return failed(validationResult(nobody, place).Message, 2);
  const names = [operator.loginName, operator.identifier].filter((name) => name !== null);
  const badgeHashes = operator.identifier ? [platform.keyed(badgeText(operator.identifier))] : [];
  const may = { permission: "exec:track_in", lineId: place.lineId } as const;
  const person = await operatorMay(platform.db, { names, badgeHashes }, may);
  if (!person) return failed("The operator is not known or not active", 3);
  if (!person.isAllowed) return failed("The operator may not work on this line", 4);
  return { Result: requestResult("Success", "OK") };
}

const nobody = { identifier: "", position: null };
