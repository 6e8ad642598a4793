/** What happened to forms and their records, as the event trail names it. */
export const formEvents = [
  "form.opened",
  "form.recorded",
  "form.corrected",
  "form.confirmed",
  "form.rejected",
  "form.voided",
  "formDefinition.created",
  "formDefinition.changed",
  "formDefinition.activated",
  "formDefinition.retired",
  "formDefinition.deleted",
] as const;

export type FormEvent = (typeof formEvents)[number];
