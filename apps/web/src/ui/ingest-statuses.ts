import {
  Archive,
  Ban,
  Check,
  CircleAlert,
  CircleDot,
  Copy,
  FileWarning,
  GitFork,
  Hourglass,
  type LucideIcon,
  OctagonAlert,
  Sparkles,
  Unplug,
  VolumeX,
  X,
} from "lucide-react";
import type { Tone } from "./status.ts";

type Table = Record<string, { tone: Tone; icon: LucideIcon }>;

/** Events of machines and the ends of their lines; part of the one table of states. */
export const ingestStatuses = {
  ingest: {
    RECEIVED: { tone: "wait", icon: CircleDot },
    EXECUTED: { tone: "ok", icon: Check },
    STORED: { tone: "wait", icon: Archive },
    PARKED: { tone: "warn", icon: Hourglass },
    REJECTED: { tone: "bad", icon: X },
    DEAD: { tone: "bad", icon: OctagonAlert },
    CONFLICT: { tone: "held", icon: GitFork },
    DISCARDED: { tone: "none", icon: Ban },
    DUPLICATE: { tone: "none", icon: Copy },
    MALFORMED: { tone: "bad", icon: FileWarning },
  },
  endpoint: {
    NEW: { tone: "warn", icon: Sparkles },
    ONLINE: { tone: "ok", icon: Check },
    SILENT: { tone: "bad", icon: VolumeX },
    OFFLINE: { tone: "none", icon: Unplug },
    IGNORED: { tone: "none", icon: Ban },
  },
  ingestFlag: {
    TIME_ASSUMED: { tone: "warn", icon: CircleAlert },
    ZONE_ASSUMED: { tone: "none", icon: CircleAlert },
    CLOCK_AHEAD: { tone: "warn", icon: CircleAlert },
    TIME_MOVED: { tone: "warn", icon: CircleAlert },
    CONTRADICTION: { tone: "bad", icon: CircleAlert },
    UNMAPPED_MEASUREMENT: { tone: "warn", icon: CircleAlert },
    UNIT_CONVERTED: { tone: "none", icon: CircleAlert },
    PROGRAM_MISMATCH: { tone: "bad", icon: CircleAlert },
    OTHER_KEY: { tone: "bad", icon: CircleAlert },
  },
} satisfies Record<string, Table>;
