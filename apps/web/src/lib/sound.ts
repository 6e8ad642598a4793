type Tone = { hz: number; startMs: number; lengthMs: number };

/** Told apart with closed eyes in a loud hall: one high, two low, a siren of three. */
const sounds = {
  ok: [{ hz: 1320, startMs: 0, lengthMs: 90 }],
  refused: [
    { hz: 220, startMs: 0, lengthMs: 160 },
    { hz: 180, startMs: 200, lengthMs: 260 },
  ],
  alarm: [
    { hz: 880, startMs: 0, lengthMs: 120 },
    { hz: 660, startMs: 140, lengthMs: 120 },
    { hz: 880, startMs: 280, lengthMs: 120 },
  ],
} satisfies Record<string, Tone[]>;

export type Sound = keyof typeof sounds;

let audio: AudioContext | undefined;
let isMuted = globalThis.localStorage?.getItem("lineside.muted") === "1";

export function play(sound: Sound): void {
  if (isMuted || typeof AudioContext === "undefined") return;
  audio ??= new AudioContext();
  // Browsers start audio only after a gesture; a scan is a key press, which counts.
  if (audio.state === "suspended") void audio.resume();
  for (const tone of sounds[sound]) playTone(audio, tone);
}

export function setMuted(next: boolean): void {
  isMuted = next;
  localStorage.setItem("lineside.muted", next ? "1" : "0");
}

export const getMuted = () => isMuted;

function playTone(context: AudioContext, tone: Tone): void {
  const start = context.currentTime + tone.startMs / 1000;
  const end = start + tone.lengthMs / 1000;
  const gain = context.createGain();
  gain.gain.setValueAtTime(0.0001, start);
  gain.gain.exponentialRampToValueAtTime(0.5, start + 0.008);
  gain.gain.exponentialRampToValueAtTime(0.0001, end);
  const wave = context.createOscillator();
  wave.type = "square";
  wave.frequency.value = tone.hz;
  wave.connect(gain).connect(context.destination);
  wave.start(start);
  wave.stop(end);
}
