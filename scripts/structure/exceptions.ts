/**
 * Lines of code that break a rule of structure.test.ts, as it prints them. The list may only shrink: an
 * entry that is no longer needed fails the test, and so does one more than `ceiling`.
 */
export const exceptions: readonly string[] = [];

export const ceiling = 0;
