/** A wrong setting, told in one sentence that names the variable, its value and a valid example. */
export class ConfigError extends Error {}

/** An address for a sentence: up to the last @, for whoever forgot to encode a password has it wrong here. */
export const withoutPassword = (address: string): string => address.replace(/:(?!\/\/).*@/s, ":…@");
export const withoutUser = (address: string): string => address.replace(/\/\/.*@/s, "//…@");
