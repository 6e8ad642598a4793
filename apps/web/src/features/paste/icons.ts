import type { PasteAction, PasteStepKind } from "@lineside/domain/solder-paste";
import {
  Ban,
  Check,
  CircleDashed,
  Link2,
  type LucideIcon,
  OctagonAlert,
  PackageCheck,
  PackageOpen,
  RotateCw,
  Snowflake,
  ThermometerSun,
  Undo2,
  Unlink2,
} from "lucide-react";
import type { Tone } from "~/ui/status.ts";

export const stepIcons: Record<PasteStepKind, LucideIcon> = {
  RECEIVE: PackageCheck,
  STORE: Snowflake,
  TAKE_OUT: ThermometerSun,
  READY: Check,
  STIR: RotateCw,
  OPEN: PackageOpen,
  BIND: Link2,
  UNBIND: Unlink2,
  RETURN: Undo2,
  EMPTY: CircleDashed,
  SCRAP: Ban,
  EXPIRE: OctagonAlert,
};

export const actionIcon = (action: PasteAction): LucideIcon => stepIcons[action];

export const stepTones: Record<PasteStepKind, Tone> = {
  RECEIVE: "wait",
  STORE: "wait",
  TAKE_OUT: "wait",
  READY: "ok",
  STIR: "ok",
  OPEN: "ok",
  BIND: "ok",
  UNBIND: "wait",
  RETURN: "wait",
  EMPTY: "wait",
  SCRAP: "bad",
  EXPIRE: "bad",
};
