import { describe, expect, it } from '@jest/globals';
import { parseFlags } from '../../../../controllers/runtime/flags/flags.ts';
import { flags } from '../../../../controllers/config-reload/flags.ts';
import { annotationKeysOf } from '../../../../controllers/config-reload/seen/annotation-keys.ts';
import { concerns, wishOf } from '../../../../controllers/config-reload/seen/wish.ts';

const keys = annotationKeysOf(parseFlags(flags, { args: [], env: {} }));
const AUTO = 'reloader.stakater.com/auto';
const TYPED = 'configmap.reloader.stakater.com/auto';
const NAMED = 'configmap.reloader.stakater.com/reload';
const SEARCH = 'reloader.stakater.com/search';
const EXCLUDED = 'configmaps.exclude.reloader.stakater.com/reload';
const OTHER = 'secret.reloader.stakater.com/auto';

interface Case {
  readonly workload?: Readonly<Record<string, string>>;
  readonly template?: Readonly<Record<string, string>>;
  readonly source?: { readonly name?: string; readonly ignored?: boolean; readonly matches?: boolean; readonly referenced?: boolean };
  readonly all?: boolean;
}
const reloads = ({ workload = {}, template = {}, source, all = false }: Case) =>
  concerns(
    wishOf('ConfigMap', keys, { namespace: 'shop', workload, template }),
    { name: 'app', ignored: false, matches: false, referenced: true, ...source },
    all,
  );

describe('whether a ConfigMap concerns a workload', () => {
  it.each<[string, Case, boolean]>([
    ['nothing is said', {}, false],
    ['auto', { workload: { [AUTO]: 'true' } }, true],
    ['auto as Go writes it', { workload: { [AUTO]: 'T' } }, true],
    ['auto as Go does not write it', { workload: { [AUTO]: 'yes' } }, false],
    ['auto, and not used', { workload: { [AUTO]: 'true' }, source: { referenced: false } }, false],
    ['auto=false', { workload: { [AUTO]: 'false' } }, false],
    ['auto for ConfigMaps', { workload: { [TYPED]: 'true' } }, true],
    ['auto for Secrets only', { workload: { [OTHER]: 'true' } }, false],
    ['auto=false, and typed auto', { workload: { [AUTO]: 'false', [TYPED]: 'true' } }, true],
    ['named', { workload: { [NAMED]: 'other, app' } }, true],
    ['named, and not used', { workload: { [NAMED]: 'app' }, source: { referenced: false } }, true],
    ['named by an expression', { workload: { [NAMED]: 'a.*' } }, true],
    ['an expression is for the whole name', { workload: { [NAMED]: 'ap' } }, false],
    ['a bad expression beside a good one', { workload: { [NAMED]: '(, app' } }, true],
    ['only a bad expression', { workload: { [NAMED]: '(' } }, false],
    ['auto=false does not stop what is named', { workload: { [AUTO]: 'false', [NAMED]: 'app' } }, true],
    ['named on the template', { template: { [NAMED]: 'app' } }, true],
    ['auto on the template', { template: { [AUTO]: 'true' } }, true],
    ['auto=false on the workload hides the template', { workload: { [AUTO]: 'false' }, template: { [AUTO]: 'true' } }, false],
    [
      'what the workload says of Secrets hides nothing of ConfigMaps',
      { workload: { [OTHER]: 'true' }, template: { [AUTO]: 'true' } },
      true,
    ],
    ['search and match', { workload: { [SEARCH]: 'true' }, source: { matches: true } }, true],
    ['search without match', { workload: { [SEARCH]: 'true' } }, false],
    ['match without search', { source: { matches: true } }, false],
    ['search is exactly true', { workload: { [SEARCH]: 'True' }, source: { matches: true } }, false],
    ['search and match, and not used', { workload: { [SEARCH]: 'true' }, source: { matches: true, referenced: false } }, false],
    ['search on the template', { template: { [SEARCH]: 'true' }, source: { matches: true } }, true],
    ['ignored beats named', { workload: { [NAMED]: 'app' }, source: { ignored: true } }, false],
    ['excluded beats named', { workload: { [NAMED]: 'app', [EXCLUDED]: ' app ' } }, false],
    ['named in full', { workload: { [NAMED]: 'shop/app' } }, true],
    ['named in full, of another namespace', { workload: { [NAMED]: 'platform/app' } }, false],
    ['of another namespace, named in full', { workload: { [NAMED]: 'platform/app' }, source: { name: 'platform/app' } }, true],
    ['of another namespace, named by an expression', { workload: { [NAMED]: '.*' }, source: { name: 'platform/app' } }, false],
    ['of another namespace, excluded', { workload: { [NAMED]: 'a/app', [EXCLUDED]: 'a/app' }, source: { name: 'a/app' } }, false],
    ['excluded in full', { workload: { [AUTO]: 'true', [EXCLUDED]: 'shop/app' } }, false],
    ['excluded is no expression', { workload: { [AUTO]: 'true', [EXCLUDED]: 'a.*' } }, true],
    ['excluded is not read from the template', { workload: { [AUTO]: 'true' }, template: { [EXCLUDED]: 'app' } }, true],
    ['auto-reload-all', { all: true }, true],
    ['auto-reload-all, and not used', { all: true, source: { referenced: false } }, false],
    ['auto-reload-all and auto=false', { all: true, workload: { [AUTO]: 'false' } }, false],
    ['auto-reload-all and search', { all: true, workload: { [SEARCH]: 'true' } }, true],
  ])('%s', (_, given, expected) => expect(reloads(given)).toBe(expected));

  it('an expression that would hang others is through at once', () =>
    expect(reloads({ workload: { [NAMED]: '(a+)+b' }, source: { name: 'a'.repeat(5_000) } })).toBe(false));
});
