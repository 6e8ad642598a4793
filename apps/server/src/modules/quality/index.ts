export {
  defectCodeExists,
  type NewDefect,
  openDefect,
  withdrawDefects,
} from "./defect-store.ts";
