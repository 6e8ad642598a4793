/** A wrong setting, told in one sentence that names the variable, its value and a valid example. */
export class ConfigError extends Error {}
