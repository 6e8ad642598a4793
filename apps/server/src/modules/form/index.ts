import { Doors } from "../../platform/http/api.ts";
import { correctRecord } from "./correct-record.ts";
import {
  activateDefinition,
  createDefinition,
  deleteDefinition,
  editDefinition,
} from "./definitions.ts";
import { createRecord, submitRecord } from "./fill-record.ts";
import { listForms, listRecords, prefillForm, readForm, readRecord } from "./queries.ts";
import { confirmRecord, rejectRecord, voidRecord } from "./review-record.ts";

export { formsOf, type RecordsAbout, recordsFor } from "./record-queries.ts";
export { seedForms } from "./seed-forms.ts";

export const formDoors = new Doors()
  .get("/forms", listForms)
  .post("/forms", createDefinition)
  .get("/forms/:code", readForm)
  .get("/forms/:code/prefill", prefillForm)
  .patch("/forms/:code/:revision", editDefinition)
  .delete("/forms/:code/:revision", deleteDefinition)
  .post("/forms/:code/:revision/activate", activateDefinition)
  .get("/form-records", listRecords)
  .post("/form-records", createRecord)
  .get("/form-records/:id", readRecord)
  .patch("/form-records/:id", correctRecord)
  .post("/form-records/:id/submit", submitRecord)
  .post("/form-records/:id/confirm", confirmRecord)
  .post("/form-records/:id/reject", rejectRecord)
  .post("/form-records/:id/void", voidRecord);
