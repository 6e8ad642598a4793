export const apiKeyStates = ["ACTIVE", "EXPIRED", "REVOKED"] as const;
export type ApiKeyState = (typeof apiKeyStates)[number];
