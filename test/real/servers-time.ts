import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { noteTaken, processorTimeOf } from '../native/processor-time.ts';
import { heldPlaces } from './places.ts';

/** How the servers of a suite are called in what it notes. */
export const SERVERS = ['kube-apiserver', 'etcd'] as const;

/** At the end of a suite: what the real API server that it has borrowed has taken of the processor by now. */
export function noteServersTime(): void {
  for (const place of heldPlaces()) {
    const lent = join(place, 'lent.json');
    if (!existsSync(lent)) continue;
    const { server } = JSON.parse(readFileSync(lent, 'utf8')) as { readonly server: { readonly folder: string } };
    for (const name of SERVERS) {
      const pidFile = join(server.folder, `${name}.pid`);
      const pid = existsSync(pidFile) ? Number(readFileSync(pidFile, 'utf8')) : 0;
      if (pid > 0) noteTaken({ what: `${name} ${pid}`, ms: processorTimeOf(pid) });
    }
  }
}
