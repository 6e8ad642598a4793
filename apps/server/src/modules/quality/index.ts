export {
  activeDefectCodes,
  closeDefects,
  type NewDefect,
  openDefect,
  openReworks,
  reopenDefects,
  withdrawDefects,
} from "./defect-store.ts";
