import { KINDS } from '../seen/kinds.ts';
import type { ReloadParts } from '../seen/reload-key.ts';
import type { Look } from './look.ts';

/** Says of each workload once that it cannot be rolled, since its template is another one's: that one rolls, and it follows. */
export function createBorrowerReports({ log, recordEvent }: Pick<ReloadParts, 'log' | 'recordEvent'>, look: Look): Look {
  const told = new Set<string>();
  return async (key, client) => {
    const seen = await look(key, client);
    const { kind, workload: { metadata: { uid = '', namespace, name } = {}, templateOf } = {} } = seen ?? {};
    if (seen !== undefined && templateOf !== undefined && !told.has(uid)) {
      told.add(uid);
      const message = `its pods are made from the template of ${templateOf}: it rolls when that does, so put the annotations there`;
      log.warn({ workload: `${kind} ${namespace}/${name}`, problem: message }, 'annotation without effect');
      recordEvent({ resource: KINDS[seen.kind], object: seen.workload }, { type: 'Warning', reason: 'ReloadAnnotation', message });
    }
    return seen;
  };
}
