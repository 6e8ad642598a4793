/** What happened to the server's health, as the event trail names it. */
export const healthEvents = ["health.checked", "health.alarmed", "health.cleared"] as const;
