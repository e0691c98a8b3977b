/** Where the header of an ELF file of 64 bits tells of its segments, and of the sections that only linkers and debuggers read. */
const HEADER = { segments: 32, sections: 40, segmentSize: 54, segmentCount: 56, sectionCount: 60, namesSection: 62 };
const SEGMENT = { offset: 8, sizeInFile: 32 };
const ELF_64_LITTLE_ENDIAN = Buffer.from([0x7f, 0x45, 0x4c, 0x46, 2, 1]);

/**
 * As much of a program of Linux as is ever loaded, to the last byte of its last segment. What comes after that are symbols and lines of
 * sources, for debuggers alone: a seventh of Node. What the program itself tells of its functions, as in a native stack, is loaded.
 */
export function loadedPart(program: Buffer): Buffer {
  if (!program.subarray(0, ELF_64_LITTLE_ENDIAN.length).equals(ELF_64_LITTLE_ENDIAN))
    throw new Error('this is no program of Linux for a processor of 64 bits');
  const first = Number(program.readBigUInt64LE(HEADER.segments));
  const [size, count] = [program.readUInt16LE(HEADER.segmentSize), program.readUInt16LE(HEADER.segmentCount)];
  const ends = Array.from({ length: count }, (_, number) => {
    const at = first + number * size;
    return Number(program.readBigUInt64LE(at + SEGMENT.offset) + program.readBigUInt64LE(at + SEGMENT.sizeInFile));
  });
  const loaded = Buffer.from(program.subarray(0, Math.max(first + count * size, ...ends)));
  // The table of sections was at the end.
  loaded.writeBigUInt64LE(0n, HEADER.sections);
  loaded.writeUInt16LE(0, HEADER.sectionCount);
  loaded.writeUInt16LE(0, HEADER.namesSection);
  return loaded;
}
