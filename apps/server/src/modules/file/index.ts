import type { FileStore } from "../../platform/files.ts";
import { Doors } from "../../platform/http/api.ts";
import { downloadFile } from "./download.ts";
import { sweepOrphans, sweepOrphansCron } from "./sweep.ts";
import { uploadFile } from "./upload.ts";

export { insertFile, requireFiles } from "./store.ts";

export const fileDoors = new Doors().post("/files", uploadFile).get("/files/:id", downloadFile);
export const fileJobs = (files: FileStore) => [sweepOrphans(files)];
export const fileCrons = [sweepOrphansCron];
