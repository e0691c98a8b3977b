const NEWLINE = 0x0a;
/** No object of a cluster is as large: its store takes 1.5 MB, ten at most. */
const LONGEST_LINE = 2 ** 25;

/**
 * The JSON values of a stream that has one per line, however the bytes are cut into chunks. A last line without its end is
 * dropped: it was cut off. A line that is not JSON, or has no end in sight, throws SyntaxError.
 */
export async function* jsonLines(chunks: AsyncIterable<Uint8Array>, parseJson: (text: string) => unknown = JSON.parse): AsyncGenerator {
  // A line is decoded whole, so that no character is cut; its pieces are joined once, so that a long line costs no more.
  let pieces: Uint8Array[] = [];
  let held = 0;
  for await (const chunk of chunks) {
    let start = 0;
    for (let end = chunk.indexOf(NEWLINE); end >= 0; end = chunk.indexOf(NEWLINE, start)) {
      const piece = chunk.subarray(start, end);
      const line = pieces.length === 0 ? piece : Buffer.concat([...pieces, piece]);
      [pieces, held] = [[], 0];
      start = end + 1;
      const text = Buffer.from(line.buffer, line.byteOffset, line.byteLength).toString('utf8');
      if (text.trim() !== '') yield parseJson(text);
    }
    if (start < chunk.length) pieces.push(chunk.subarray(start));
    held += chunk.length - start;
    if (held > LONGEST_LINE) throw new SyntaxError(`a line of more than ${LONGEST_LINE} bytes`);
  }
}
