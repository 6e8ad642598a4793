import type { Database, Tx } from "@lineside/db";
import {
  compareSignatures,
  contentOfRecord,
  type FormDefinition,
  isVoidSigned,
  type SignedRecord,
} from "@lineside/domain/form";
import type { SignatureCompared } from "@lineside/domain/signature";
import type { CommandContext } from "../../platform/command.ts";
import { hashOf } from "../../platform/signing.ts";
import { signaturesOf } from "../../platform/signing-store.ts";
import { subjectOf } from "./record.ts";
import { signedFiles } from "./record-queries.ts";

interface ToSign {
  readonly definition: FormDefinition;
  readonly part: "fill" | "confirm" | "void";
  /** As it is kept; its files are stored already. */
  readonly record: SignedRecord;
  /** What the person has before the eyes, where the server adds stamps and totals to it. */
  readonly seen?: object;
}

/** The signature of who fills or reviews a record, where its form asks for one. */
export async function signRecord(
  cx: Pick<CommandContext, "tx" | "sign">,
  { definition, part, record, seen }: ToSign,
): Promise<void> {
  const isAsked =
    part === "void" ? isVoidSigned(definition) : definition.signature?.[part] === true;
  await cx.sign({
    subject: subjectOf(record),
    content: () => contentNow(cx.tx.k, record),
    ...(seen && { seen }),
    isAsked,
  });
}

/** The signatures of a stored record, compared with what it says now. */
export async function signaturesUnder(
  k: Tx["k"] | Database["read"],
  record: SignedRecord,
): Promise<SignatureCompared[]> {
  const signatures = await signaturesOf(k, "formRecord", [record.id]);
  if (signatures.length === 0) return [];
  const contentHash = hashOf(await contentNow(k, record));
  return compareSignatures(signatures, { contentHash, history: record.history });
}

async function contentNow(k: Tx["k"] | Database["read"], record: SignedRecord): Promise<object> {
  const { id, formCode, formRevision, lineId, runId, subjectKey, productCode } = record;
  const { occurredAt, isBackfilled, filledById, filledByName } = record;
  const { values, judgement, findings, history } = record;
  const head = { id, formCode, formRevision, lineId, runId, subjectKey, productCode };
  const filled = { occurredAt, isBackfilled, filledById, filledByName };
  const said = { values, judgement, findings, history };
  return contentOfRecord({ ...head, ...filled, ...said }, await signedFiles(k, id));
}
