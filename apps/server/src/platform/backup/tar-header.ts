// The 512 bytes before each entry of a tar file (POSIX ustar, GNU's way of writing a large size), so
// that any machine can look into a backup without Lineside: tar -tf, tar -xf, unzstd.
export const block = 512;

export interface Entry {
  name: string;
  size: number;
}

const encoder = new TextEncoder();

export function tarHeader({ name, size }: Entry): Uint8Array {
  const header = new Uint8Array(block);
  const put = (text: string, at: number) => header.set(encoder.encode(text), at);
  const bytes = encoder.encode(name);
  if (bytes.length > 100) throw new Error(`${name} is too long a name for an entry`);
  header.set(bytes, 0);
  put("0000600\0", 100);
  put("0000000\0", 108);
  put("0000000\0", 116);
  putSize(header, size);
  put("00000000000\0", 136);
  put("0", 156);
  put("ustar\0", 257);
  put("00", 263);
  put(`${checksum(header).toString(8).padStart(6, "0")}\0 `, 148);
  return header;
}

/** Null at the end of the archive; throws where there should be a header and is none. */
export function readTarHeader(header: Uint8Array): Entry | null {
  if (header.every((byte) => byte === 0)) return null;
  const text = (at: number, length: number) =>
    new TextDecoder("latin1").decode(header.subarray(at, at + length)).replace(/[\0 ].*$/s, "");
  if (Number.parseInt(text(148, 8), 8) !== checksum(header))
    throw new Error("the header of an entry is damaged");
  const end = header.indexOf(0);
  return {
    name: new TextDecoder().decode(header.subarray(0, Math.min(end, 100))),
    size: readSize(header),
  };
}

export const padding = (size: number): number => (block - (size % block)) % block;

const octalMax = 8 ** 11 - 1;

function putSize(header: Uint8Array, size: number): void {
  if (size <= octalMax) {
    header.set(encoder.encode(`${size.toString(8).padStart(11, "0")}\0`), 124);
    return;
  }
  header[124] = 0x80;
  new DataView(header.buffer).setBigUint64(128, BigInt(size));
}

function readSize(header: Uint8Array): number {
  const view = new DataView(header.buffer, header.byteOffset, header.byteLength);
  if ((header[124] ?? 0) & 0x80) return Number(view.getBigUint64(128));
  return Number.parseInt(new TextDecoder("latin1").decode(header.subarray(124, 135)), 8);
}

/** The sum of all bytes, its own eight taken as spaces. */
function checksum(header: Uint8Array): number {
  let sum = 0;
  for (let at = 0; at < block; at++) sum += at >= 148 && at < 156 ? 32 : (header[at] ?? 0);
  return sum;
}
