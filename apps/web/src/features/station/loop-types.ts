import type {
  CaptureInput,
  RefusalNotice,
  ScanAnswer,
  StepCard,
  TrackInAnswer,
  TrackOutAnswer,
  UndoAnswer,
  UnitResultInput,
} from "@lineside/domain/execution";
import type { FrozenCaptureItem } from "@lineside/domain/routing";

/** What is known of a board; of one kept without a connection perhaps only its number. */
export interface Board {
  sn: string;
  state: string;
  step: StepCard | null;
  runNo: string;
  productCode: string;
  /** Where it sits on the panel or carrier in hand. */
  position: number | null;
}

/** One board, or boards that move together: on a panel, or on a carrier. */
export type HandKind = "UNIT" | "PANEL" | "CARRIER";

/** What stands in this station and waits for its result. */
export interface Hand {
  kind: HandKind;
  /** Serial, panel or carrier number. */
  key: string;
  boards: readonly Board[];
  step: StepCard | null;
  items: readonly FrozenCaptureItem[];
}

export interface Defect {
  /** Null: failed without a code of the list. */
  code: string | null;
  location: string | null;
  remark: string | null;
}

/** What was typed for a board; kept while another one is in hand. */
export interface Draft {
  values: Readonly<Record<string, string>>;
  /** Failed boards of a panel or carrier by serial number. */
  marks: Readonly<Record<string, Defect>>;
}

export type ProblemKind = "MISSING" | "INVALID" | "BLOCKED";
export interface Problem {
  code: string;
  kind: ProblemKind;
}

export type Mode =
  | { at: "READY" }
  | { at: "IN_HAND"; problems: readonly Problem[] }
  /** `sn`: one board of what is in hand; null: all of it. */
  | { at: "DEFECT"; sn: string | null; code: string | null }
  | { at: "RUN"; scan: string; runs: readonly string[] }
  | { at: "PIN"; badge: string; isWrong: boolean };

export type Verdict = { no: number; stays: boolean } & (
  | { kind: "IN"; answer: TrackInAnswer }
  | { kind: "OUT"; answer: TrackOutAnswer }
  | { kind: "UNDONE"; answer: UndoAnswer }
  | { kind: "OPERATOR"; name: string }
  | { kind: "RUN"; runNo: string }
  | { kind: "KEPT"; key: string; result: "IN" | "PASS" | "FAIL" }
  | {
      kind: "REFUSED";
      refusal: RefusalNotice;
      /** What was scanned. */
      scan: string;
      /** Scanned before the refusal was on screen, and not carried out. */
      dropped: readonly string[];
    }
);

export type Target = { sn: string } | { panelNo: string } | { carrierNo: string };

export interface TrackInAsk {
  do: "TRACK_IN";
  key: string;
  body: Target & { runNo?: string };
}
export interface TrackOutAsk {
  do: "TRACK_OUT";
  key: string;
  body: Target & {
    result: "PASS" | "FAIL";
    defect?: { code: string; location: string | null; remark: string | null };
    captures?: CaptureInput[];
    units?: UnitResultInput[];
  };
}

/** What the loop wants done; answers come back as inputs. */
export type Effect =
  | { do: "RESOLVE"; scan: string }
  | TrackInAsk
  | TrackOutAsk
  | { do: "UNDO"; trackId: string }
  | { do: "BADGE"; badge: string; pin?: string }
  | { do: "SOUND"; sound: "ok" | "refused" | "alarm" }
  | { do: "FADE"; no: number; afterMs: number };

export type LoopInput =
  | { type: "SCANNED"; text: string; atMs: number }
  | { type: "PASS"; atMs: number }
  | { type: "FAIL" }
  | { type: "CANCEL" }
  | { type: "UNDO" }
  | { type: "TYPED"; code: string; value: string }
  | { type: "MARKED"; position: number }
  | { type: "DEFECT_CHOSEN"; code: string | null }
  | { type: "DEFECT_GIVEN"; defect: Defect }
  | { type: "RUN_CHOSEN"; runNo: string }
  | { type: "PIN_GIVEN"; pin: string }
  | { type: "FADED"; no: number }
  | { type: "RESOLVED"; answer: ScanAnswer }
  | { type: "TRACKED_IN"; answer: TrackInAnswer }
  | { type: "TRACKED_OUT"; answer: TrackOutAnswer }
  | { type: "UNDONE"; answer: UndoAnswer }
  | { type: "OPERATOR_ON"; name: string }
  | { type: "REFUSED"; refusal: RefusalNotice; scan: string }
  /** Not sent, but kept on this terminal to be sent later. */
  | { type: "KEPT"; ask: TrackInAsk | TrackOutAsk }
  /** The server could not be asked what a scan means. */
  | { type: "UNREACHED"; scan: string };

/** A board, panel or carrier this terminal knows to be at or before its station. */
export interface Known {
  kind: HandKind;
  key: string;
  where: "WAITING" | "IN_STATION";
  boards: readonly Board[];
  step: StepCard | null;
  /** Null: never asked here, so nothing can be tracked out without the server. */
  items: readonly FrozenCaptureItem[] | null;
}

/** The facts beside the loop: what the screen shows anyway. */
export interface Here {
  stationCode: string;
  /** Scans are kept and sent in order. */
  isKeeping: boolean;
  find(code: string): Known | null;
  /** Whether the code has the form of serial or panel numbers seen at this station. */
  looksLikeBoard(code: string): boolean;
  undoTrackId: string | null;
  /** Open runs here that create a board at its first scan. */
  firstScanRuns: readonly string[];
  defectCodes: readonly string[];
}

export interface Loop {
  mode: Mode;
  hand: Hand | null;
  drafts: Readonly<Record<string, Draft>>;
  /** The last one sent: its draft is kept, so that an undo gives back what was typed. */
  sentKey: string | null;
  verdict: Verdict | null;
  verdictCount: number;
  /** The scan or key that is on its way to the server. */
  busy: string | null;
  /** Scans heard meanwhile, in order. */
  pending: readonly string[];
  lastRead: { text: string; atMs: number } | null;
  /** The same label was read twice in a moment; said, not acted upon. */
  isDoubleRead: boolean;
  /** New boards join this run until another one is chosen. */
  chosenRun: string | null;
}

export interface Move {
  loop: Loop;
  effects: readonly Effect[];
}
