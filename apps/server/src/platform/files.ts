import { openBucket } from "./files-bucket.ts";
import type { FilesConfig } from "./files-config.ts";
import { openFolder } from "./files-folder.ts";
import type { FileStore } from "./files-store.ts";

export { filesVariables } from "./files-config.ts";
export type { ByteRange, FileStore, IncomingFile, KeptBlob } from "./files-store.ts";

export function openFiles(config: FilesConfig): FileStore {
  return config.kind === "folder" ? openFolder(config.dir) : openBucket(config);
}
