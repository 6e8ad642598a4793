/** What happened to files, as the event trail names it. */
export const fileEvents = ["file.uploaded"] as const;

export type FileEvent = (typeof fileEvents)[number];
