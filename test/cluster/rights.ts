import { readFileSync } from 'node:fs';
import { kubectl } from './run-program.ts';

/** `patch pods` in the words of `kubectl auth can-i --list`, a line a resource: `pods [] [patch]`. */
export function documentedRights(account: string, places: readonly string[]): readonly string[] {
  const rows = [...readFileSync('docs/security.md', 'utf8').matchAll(/^\| `(.*)` \| (.*) \| (.*) \|$/gm)];
  return rows
    .filter(([, who, where = '']) => who === account && places.includes(where))
    .flatMap(([, , , sentence = '']) => {
      const [, verbs = '', rest = ''] = /^((?:\w+, )*\w+) (.*)$/.exec(sentence) ?? [];
      const words = rest.split(' ');
      const names = words.filter((word) => word.startsWith('civ8s-'));
      return words.filter((word) => !names.includes(word)).map((resource) => line(resource, names, verbs.split(', ')));
    })
    .sort();
}

/** What an account may do in a namespace beside what every account may: ask who it is, and read what the API is. */
export async function rightsOf(account: string, home: string, namespace: string): Promise<readonly string[]> {
  const groups = ['system:serviceaccounts', `system:serviceaccounts:${home}`, 'system:authenticated'].map((group) => `--as-group=${group}`);
  const list = await kubectl('auth', 'can-i', '--list', `--as=system:serviceaccount:${home}:${account}`, ...groups, '-n', namespace);
  return [...list.matchAll(/^(\S+) +\[(.*?)\] +\[(.*?)\] +\[(.*?)\] *$/gm)]
    .filter(([, resource = '']) => !resource.startsWith('selfsubject'))
    .map(([, resource = '', , names = '', verbs = '']) => line(resource, names === '' ? [] : names.split(' '), verbs.split(' ')))
    .sort();
}

const line = (resource: string, names: readonly string[], verbs: readonly string[]): string =>
  `${resource} [${names.join(' ')}] [${verbs.toSorted().join(' ')}]`;
