import { refusalError } from "@lineside/domain/kernel";
import {
  type DefectCodeRow,
  defectCodeCreateInput,
  defectCodeEditInput,
  defectCodeRow,
} from "@lineside/domain/quality";
import { z } from "zod";
import { defineCommand } from "../../platform/command.ts";
import {
  insertCode,
  isCodeUsed,
  lockCode,
  removeCode,
  type StoredCode,
  updateCode,
} from "./code-store.ts";

const zId = z.string().min(1).max(64);

const subjectOf = ({ id, code }: Pick<StoredCode, "id" | "code">) => ({
  entityType: "defectCode",
  entityId: id,
  entityKey: code,
});

const rowOf = (row: StoredCode): DefectCodeRow => ({
  ...row,
  processType: row.processType as DefectCodeRow["processType"],
  severity: row.severity as DefectCodeRow["severity"],
});

export const createDefectCode = defineCommand({
  name: "quality.createDefectCode",
  permission: "quality:code_config",
  scope: "none",
  input: defectCodeCreateInput,
  output: defectCodeRow,
  async run({ tx, newId, about, emit }, input): Promise<DefectCodeRow> {
    const processType = input.processType ?? null;
    const row = { ...input, processType, id: newId(), isActive: true, version: 1 };
    about(subjectOf(row));
    await insertCode(tx, row);
    emit({ ...subjectOf(row), type: "defectCode.created", data: { after: row } });
    return row;
  },
});

export const editDefectCode = defineCommand({
  name: "quality.editDefectCode",
  permission: "quality:code_config",
  scope: "none",
  input: defectCodeEditInput.extend({ id: zId }),
  output: defectCodeRow,
  async run({ tx, about, emit }, { id, version, ...change }): Promise<DefectCodeRow> {
    const before = await lockCode(tx, id);
    about(subjectOf(before));
    await updateCode(tx, { id, version }, change);
    const after = { ...before, ...change, version: version + 1 };
    emit({ ...subjectOf(before), type: "defectCode.changed", data: { before, after } });
    return rowOf(after);
  },
});

/** A code that defects carry keeps their name and is switched off instead. */
export const deleteDefectCode = defineCommand({
  name: "quality.deleteDefectCode",
  permission: "quality:code_config",
  scope: "none",
  input: z.object({ id: zId }),
  output: z.object({ id: z.string() }),
  async run({ tx, about, emit }, { id }) {
    const before = await lockCode(tx, id);
    about(subjectOf(before));
    if (await isCodeUsed(tx, before.code))
      throw refusalError({ code: "DEFECT_CODE_IN_USE", context: { code: before.code } });
    await removeCode(tx, id);
    emit({ ...subjectOf(before), type: "defectCode.deleted", data: { before } });
    return { id };
  },
});
