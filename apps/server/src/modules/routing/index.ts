export { type FrozenVersion, frozenVersion, latestReadyVersion } from "./version-store.ts";
