import { openViewer } from './viewers.ts';

/** Many viewers as a process of their own, so that reading costs nobody who is measured. Says how much they were told. */
const [url = '', count = '0'] = process.argv.slice(2);
const viewers = await Promise.all(Array.from({ length: Number(count) }, () => openViewer(url)));
process.stdout.write('all are there\n');
process.stdin.on('end', () => {
  process.stdout.write(`${viewers.reduce((sum, { bytes }) => sum + bytes, 0)}\n`);
  for (const viewer of viewers) viewer.close();
});
process.stdin.resume();
