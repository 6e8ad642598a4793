import {
  Database,
  DatabaseBackup,
  Factory,
  type LucideIcon,
  Server,
  ShieldCheck,
} from "lucide-react";
import type { Part } from "../parts.ts";

export const partIcons: Record<Part, LucideIcon> = {
  line: Factory,
  server: Server,
  data: Database,
  proof: DatabaseBackup,
  security: ShieldCheck,
};
