/** Whether a sound or film is what the ending of its name says: by its first bytes, not by its name. */

const BOXES = ['moov', 'mdat', 'free', 'skip', 'wide', 'moof', 'sidx', 'uuid', 'styp', 'pdin'];

const READERS: Readonly<Record<string, (bytes: Buffer) => boolean>> = {
  mp3: isMp3,
  ogg: isOgg,
  webm: isWebm,
  m4a: isMp4,
  mp4: isMp4,
};

export function hasFormatOf(file: string, bytes: Buffer): boolean {
  return READERS[file.slice(file.lastIndexOf('.') + 1)]?.(bytes) ?? false;
}

/** Kilobits a second by index of the header: MPEG 1, then MPEG 2 and 2.5, layer III. */
const BITRATES = [
  [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320],
  [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160],
] as const;
const SAMPLE_RATES = [44_100, 48_000, 32_000] as const;

/** Frames follow one another; a tag may stand before the first. */
function isMp3(bytes: Buffer): boolean {
  let at = 0;
  if (bytes.toString('latin1', 0, 3) === 'ID3' && bytes.length > 10) {
    at = 10 + bytes.subarray(6, 10).reduce((size, byte) => size * 128 + (byte & 0x7f), 0);
    while (bytes[at] === 0) at += 1;
  }
  const first = frameLength(bytes, at);
  return first > 0 && frameLength(bytes, at + first) > 0;
}

/** 0 where no frame of layer III begins. */
function frameLength(bytes: Buffer, at: number): number {
  if (at + 4 > bytes.length) return 0;
  const [sync, kind, rates] = [bytes[at]!, bytes[at + 1]!, bytes[at + 2]!];
  const version = (kind >> 3) & 3;
  if (sync !== 0xff || kind >> 5 !== 7 || version === 1 || ((kind >> 1) & 3) !== 1) return 0;
  const bitrate = BITRATES[version === 3 ? 0 : 1][rates >> 4] ?? 0;
  const sampleRate = (SAMPLE_RATES[(rates >> 2) & 3] ?? 0) / { 3: 1, 2: 2, 0: 4 }[version as 3];
  if (bitrate === 0 || sampleRate === 0) return 0;
  const samples = version === 3 ? 144_000 : 72_000;
  return Math.floor((samples * bitrate) / sampleRate) + ((rates >> 1) & 1);
}

/** A first page, then the head of a codec that browsers play. */
function isOgg(bytes: Buffer): boolean {
  if (bytes.toString('latin1', 0, 4) !== 'OggS' || bytes[4] !== 0) return false;
  const head = bytes.toString('latin1', 27, 64);
  return head.includes('OpusHead') || head.includes('\u0001vorbis');
}

/** An EBML head that names the kind of document. */
function isWebm(bytes: Buffer): boolean {
  if (bytes.readUIntBE(0, Math.min(4, bytes.length) || 1) !== 0x1a45dfa3) return false;
  return bytes.toString('latin1', 4, 64).includes('\u0042\u0082\u0084webm');
}

/** A box `ftyp` of its own length, and another box behind it. */
function isMp4(bytes: Buffer): boolean {
  if (bytes.length < 16 || bytes.toString('latin1', 4, 8) !== 'ftyp') return false;
  const length = bytes.readUInt32BE(0);
  return (
    /^[A-Za-z0-9 ]{4}$/.test(bytes.toString('latin1', 8, 12)) &&
    BOXES.includes(bytes.toString('latin1', length + 4, length + 8))
  );
}
