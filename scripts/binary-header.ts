/** What a compiled file is for, read from its head as the loader of that system reads it. */
export interface BinaryKind {
  os: "linux" | "windows";
  arch: "x64" | "arm64";
  libc: "glibc" | "musl" | null;
}

const elfMachines: Record<number, BinaryKind["arch"]> = { 62: "x64", 183: "arm64" };
const peMachines: Record<number, BinaryKind["arch"]> = { 34404: "x64", 43620: "arm64" };

/** Null: neither an ELF nor a PE program for a machine we build for. */
export function readKind(head: Uint8Array): BinaryKind | null {
  const view = new DataView(head.buffer, head.byteOffset, head.byteLength);
  try {
    if (view.getUint32(0) === 0x7f454c46) return readElf(view, head);
    if (view.getUint16(0) === 0x4d5a) return readPe(view);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
  }
  return null;
}

/** ELF-64, little endian; PT_INTERP names the loader and with it the C library. */
function readElf(view: DataView, head: Uint8Array): BinaryKind | null {
  const arch = elfMachines[view.getUint16(18, true)];
  if (view.getUint8(4) !== 2 || view.getUint8(5) !== 1 || !arch) return null;
  const at = Number(view.getBigUint64(32, true));
  const [size, count] = [view.getUint16(54, true), view.getUint16(56, true)];
  for (let index = 0; index < count; index++) {
    const entry = at + index * size;
    if (view.getUint32(entry, true) !== 3) continue;
    const from = Number(view.getBigUint64(entry + 8, true));
    const bytes = Number(view.getBigUint64(entry + 32, true));
    const loader = new TextDecoder().decode(head.subarray(from, from + bytes));
    return { os: "linux", arch, libc: loader.includes("ld-musl-") ? "musl" : "glibc" };
  }
  return null;
}

/** PE32+ behind the DOS stub. */
function readPe(view: DataView): BinaryKind | null {
  const at = view.getUint32(0x3c, true);
  const arch = peMachines[view.getUint16(at + 4, true)];
  const isProgram = view.getUint32(at) === 0x50450000 && view.getUint16(at + 24, true) === 0x20b;
  return isProgram && arch ? { os: "windows", arch, libc: null } : null;
}
