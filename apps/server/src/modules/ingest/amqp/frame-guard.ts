/** "AMQP", which begins a protocol header where a frame begins with its size. */
const protocolMark = 0x41_4d_51_50;
const headSize = 8;

/**
 * Reads along how large the frames are that a peer announces: rhea would wait for four gigabytes,
 * also of somebody who has not shown a key.
 */
export class FrameGuard {
  #left = 0;
  #size = 0;
  #sizeBytes = 0;

  constructor(readonly frameBytesMax: number) {}

  /** False: the peer does not keep to the agreed size; nothing it sends afterwards means anything. */
  passes(chunk: Uint8Array): boolean {
    let at = 0;
    while (at < chunk.length) {
      if (this.#left > 0) {
        const taken = Math.min(this.#left, chunk.length - at);
        this.#left -= taken;
        at += taken;
        continue;
      }
      this.#size = this.#size * 0x100 + (chunk[at++] ?? 0);
      this.#sizeBytes++;
      if (this.#sizeBytes === 4 && !this.#begins()) return false;
    }
    return true;
  }

  #begins(): boolean {
    const size = this.#size === protocolMark ? headSize : this.#size;
    this.#size = 0;
    this.#sizeBytes = 0;
    this.#left = size - 4;
    return size >= headSize && size <= this.frameBytesMax;
  }
}
