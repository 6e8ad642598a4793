/** Who sent a text in the name of a machine. */
export interface Speaker {
  /** The API key; null: a person, or a network without keys. */
  readonly keyId: string | null;
  readonly keyName: string | null;
  /** The key was made for this source, not for any. */
  readonly isNamed: boolean;
  /** Lines it may speak for; null: all. */
  readonly lines: readonly string[] | null;
}

export interface SpokenFor {
  /** The key remembered as the machine's own. */
  readonly keyId: string | null;
  readonly lineId: string | null;
}

/** What is known of the key that is remembered; null: it is gone. */
export interface KeyStanding {
  readonly isActive: boolean;
  readonly isNamed: boolean;
}

/** COUNTS: it was the machine. TAKES_OVER: and this key is its own from now on. */
export type Hearing = "COUNTS" | "TAKES_OVER" | "OTHER_KEY" | "OUT_OF_SCOPE";

/**
 * Whether a message shows that its machine is alive. A key that may speak for anything could hide a
 * silence: an endpoint remembers the first key that spoke for it, and no other counts while that one is
 * valid, save one made for this very source where the first was not. A key bound to other lines never
 * counts.
 */
export function hearingOf(
  endpoint: SpokenFor,
  speaker: Speaker,
  standing: KeyStanding | null,
): Hearing {
  const { lineId, keyId } = endpoint;
  if (lineId !== null && speaker.lines !== null && !speaker.lines.includes(lineId))
    return "OUT_OF_SCOPE";
  if (keyId === speaker.keyId) return "COUNTS";
  if (keyId === null) return "TAKES_OVER";
  if (speaker.keyId === null) return "OTHER_KEY";
  if (!standing?.isActive) return "TAKES_OVER";
  return speaker.isNamed && !standing.isNamed ? "TAKES_OVER" : "OTHER_KEY";
}
