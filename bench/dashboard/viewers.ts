import { get } from 'node:http';
import { createGunzip } from 'node:zlib';

const STOCK = /"count":(\d{7})\b/g;

export interface BenchViewer {
  /** Bytes that it has heard. */
  readonly bytes: number;
  close(): void;
}

/** Listens to the stream as a page does; `onCount`: told of each of our numbers that it hears of. */
export function openViewer(url: string, onCount?: (count: number) => void): Promise<BenchViewer> {
  return new Promise((resolve, reject) => {
    let bytes = 0;
    const request = get(`${url}api/stream`, { agent: false, headers: { 'accept-encoding': 'gzip' } }, (answer) => {
      let rest = '';
      answer.on('data', (chunk: Buffer) => (bytes += chunk.length));
      if (onCount !== undefined)
        answer.pipe(createGunzip()).on('data', (chunk: Buffer) => {
          const text = rest + chunk.toString('latin1');
          for (const [, count] of text.matchAll(STOCK)) onCount(Number(count));
          rest = text.slice(-16);
        });
      resolve({
        get bytes() {
          return bytes;
        },
        close: () => request.destroy(),
      });
    });
    request.on('error', reject);
  });
}
