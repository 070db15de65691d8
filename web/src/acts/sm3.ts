// SM3 (GB/T 32905-2016), so that a part of a file can be held against what arrived. The browser's own
// digests know neither SM3 nor pages that came over plain HTTP inside an office.

const rotate = (x: number, n: number): number => (x << n) | (x >>> (32 - n))
const p0 = (x: number): number => x ^ rotate(x, 9) ^ rotate(x, 17)
const p1 = (x: number): number => x ^ rotate(x, 15) ^ rotate(x, 23)

const T = new Int32Array(64).map((_, j) => rotate(j < 16 ? 0x79cc4519 : 0x7a879d8a, j % 32))
const w = new Int32Array(68)

function block(v: Int32Array, bytes: DataView, at: number): void {
  for (let j = 0; j < 16; j++) w[j] = bytes.getInt32(at + 4 * j)
  for (let j = 16; j < 68; j++) w[j] = p1(w[j - 16] ^ w[j - 9] ^ rotate(w[j - 3], 15)) ^ rotate(w[j - 13], 7) ^ w[j - 6]
  let [a, b, c, d, e, f, g, h] = v
  for (let j = 0; j < 64; j++) {
    const a12 = rotate(a, 12)
    const ss1 = rotate((a12 + e + T[j]) | 0, 7)
    const ff = j < 16 ? a ^ b ^ c : (a & b) | (a & c) | (b & c)
    const gg = j < 16 ? e ^ f ^ g : (e & f) | (~e & g)
    const tt1 = (ff + d + (ss1 ^ a12) + (w[j] ^ w[j + 4])) | 0
    const tt2 = (gg + h + ss1 + w[j]) | 0
    d = c
    c = rotate(b, 9)
    b = a
    a = tt1
    h = g
    g = rotate(f, 19)
    f = e
    e = p0(tt2)
  }
  v[0] ^= a; v[1] ^= b; v[2] ^= c; v[3] ^= d; v[4] ^= e; v[5] ^= f; v[6] ^= g; v[7] ^= h
}

/** The digest in hexadecimal. */
export function sm3(data: ArrayBuffer): string {
  const v = Int32Array.of(0x7380166f, 0x4914b2b9, 0x172442d7, 0xda8a0600 | 0, 0xa96f30bc | 0, 0x163138aa, 0xe38dee4d | 0, 0xb0fb0e4e | 0)
  const whole = data.byteLength - (data.byteLength % 64)
  const view = new DataView(data)
  for (let at = 0; at < whole; at += 64) block(v, view, at)
  const left = data.byteLength - whole
  const tail = new Uint8Array(left < 56 ? 64 : 128)
  tail.set(new Uint8Array(data, whole))
  tail[left] = 0x80
  const end = new DataView(tail.buffer)
  end.setUint32(tail.length - 8, Math.floor(data.byteLength / 0x20000000))
  end.setUint32(tail.length - 4, (data.byteLength << 3) >>> 0)
  for (let at = 0; at < tail.length; at += 64) block(v, end, at)
  return Array.from(v, (x) => (x >>> 0).toString(16).padStart(8, '0')).join('')
}
