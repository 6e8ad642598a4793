import { machine } from "../kernel/index.ts";

/** A revision of a form: written, in use, replaced. Only a draft can be edited. */
export const formDefinitionStates = machine("FORM_DEFINITION", {
  DRAFT: { activate: "ACTIVE" },
  ACTIVE: { retire: "RETIRED" },
  // An older revision may be taken up again.
  RETIRED: { activate: "ACTIVE" },
});

/** A filled form. OPEN: begun, e.g. boards are in the bake oven. */
export const formRecordStates = machine("FORM_RECORD", {
  OPEN: { submit: "SUBMITTED", void: "VOIDED" },
  SUBMITTED: {
    correct: "SUBMITTED",
    confirm: "CONFIRMED",
    reject: "REJECTED",
    void: "VOIDED",
  },
  CONFIRMED: { correct: "SUBMITTED", void: "VOIDED" },
  REJECTED: { correct: "SUBMITTED", void: "VOIDED" },
  VOIDED: {},
});

export type FormDefinitionState = keyof typeof formDefinitionStates.table;
export type FormRecordState = keyof typeof formRecordStates.table;
