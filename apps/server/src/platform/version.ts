/** Stamped in by the build; a server run from source says so. */
export const version = process.env.LINESIDE_VERSION ?? "0.0.0-source";
export const commit = process.env.LINESIDE_COMMIT ?? "unknown";
