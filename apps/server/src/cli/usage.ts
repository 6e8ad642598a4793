/** A command line that no verb understands. */
export class UsageError extends Error {}
