/** What happened to defects and by quality to units, as the event trail names it. */
export const qualityEvents = [
  "defect.recorded",
  "defect.withdrawn",
  "defect.recommended",
  "defect.dispositioned",
  "defect.closed",
  "defect.reopened",
  "unit.reworked",
  "unit.scrapped",
  "unit.released",
  "defectCode.created",
  "defectCode.changed",
  "defectCode.deleted",
] as const;

export type QualityEvent = (typeof qualityEvents)[number];
