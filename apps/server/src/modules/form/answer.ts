import { formRecordStates, type RecordDetail, type SignedRecord } from "@lineside/domain/form";
import { kyselyOf, type Source } from "./definition-store.ts";
import { oneRecord, toRecordRow } from "./record-queries.ts";
import { signaturesUnder } from "./sign-record.ts";

/** The whole record, as every door about one record answers. */
export async function recordAnswer(from: Source, id: string): Promise<RecordDetail> {
  const { row, files } = await oneRecord(from, id);
  return {
    ...toRecordRow(row),
    values: row.values as RecordDetail["values"],
    definition: row.definition as RecordDetail["definition"],
    history: row.history as RecordDetail["history"],
    files,
    signatures: await signaturesUnder(kyselyOf(from), row as unknown as SignedRecord),
    actions: formRecordStates.eventsFrom(row.state),
  };
}
