import { promisify } from 'node:util';
import { constants, zstdCompress, zstdDecompress } from 'node:zlib';

/** A picture as it is kept: what differs of it from an earlier one, both zipped. */
export interface PackedPicture {
  /** The earlier one; the same value for all that were packed by it. */
  readonly base: Uint8Array;
  readonly picture: Uint8Array;
}

interface Packer {
  pack(text: string, nowMs: number): Promise<PackedPicture>;
}

/**
 * Figures of a realm change all the time, its names and words hardly ever: what differs is two thirds of the whole at most, and far
 * less where little moves.
 */
const MUCH = 0.5;
/** A base costs as much as two or three pictures: in the steps of the oldest past it is to be shared by some thirty. */
const BASE_MS = 6 * 3_600_000;
/** So much differs: the realm is another one than it was. */
const NEARLY_ALL = 0.9;

const zip = promisify(zstdCompress);
const decompress = promisify(zstdDecompress);
const params = { [constants.ZSTD_c_compressionLevel]: 6 };

/** A copy: what the compressor answers holds room for 64 KiB, however little there is in it. */
const compress = async (...asked: Parameters<typeof zip>): Promise<Uint8Array> => new Uint8Array(await zip(...asked));

export function createPacker(): Packer {
  let base: { readonly plain: Uint8Array; readonly zipped: Uint8Array; readonly madeMs: number } | undefined;
  return {
    async pack(text, nowMs) {
      const plain = Buffer.from(text);
      if (base !== undefined) {
        const picture = await compress(plain, { params, dictionary: base.plain });
        const share = picture.length / base.zipped.length;
        const old = nowMs - base.madeMs >= BASE_MS;
        if (share <= MUCH || (share <= NEARLY_ALL && !old)) return { base: base.zipped, picture };
      }
      base = { plain, zipped: await compress(plain, { params }), madeMs: nowMs };
      return { base: base.zipped, picture: await compress(plain, { params, dictionary: plain }) };
    },
  };
}

/** The text that was packed. */
export const unpack = async ({ base, picture }: PackedPicture): Promise<Uint8Array> =>
  decompress(picture, { dictionary: await decompress(base) });

export const packFigures = (figures: Float32Array): Promise<Uint8Array> =>
  compress(new Uint8Array(figures.buffer, figures.byteOffset, figures.byteLength));

export async function unpackFigures(packed: Uint8Array): Promise<Float32Array> {
  const bytes = await decompress(packed);
  return new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength));
}
