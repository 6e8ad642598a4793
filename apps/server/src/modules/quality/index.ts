export {
  activeDefectCodes,
  closeDefects,
  type NewDefect,
  openDefect,
  openReworks,
  withdrawDefects,
} from "./defect-store.ts";
