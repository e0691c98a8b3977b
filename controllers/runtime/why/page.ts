import { inOneLine } from '../../../ground/text/printable.ts';
import type { PastLook, Looks } from './looks.ts';

/** What is remembered of a controller's keys. */
export interface RememberedController {
  readonly controller: string;
  readonly looks: Pick<Looks, 'of' | 'keys'>;
}

/** The last looks at a key, as text for people; undefined where there was none. */
export function whyPage(all: readonly RememberedController[], key: string): string | undefined {
  const parts = all.flatMap(({ controller, looks }) => {
    const found = looks.of(key);
    return found.length === 0 ? [] : [`${inOneLine(key)}, looked at by ${controller}, the last time first`, ...found.map(sayLook)];
  });
  return parts.length === 0 ? undefined : `${parts.join('\n\n')}\n`;
}

/** All keys that are remembered: those first that were looked at last. */
export function rememberedKeys(all: readonly RememberedController[]): string {
  const last = all.flatMap(({ controller, looks }) =>
    looks.keys().flatMap((key) =>
      looks
        .of(key)
        .slice(0, 1)
        .map((look) => ({ controller, key, look })),
    ),
  );
  if (last.length === 0) return 'no key has been looked at yet: only the leader looks\n';
  return last
    .toSorted((one, other) => other.look.at - one.look.at)
    .map(({ controller, key, look }) => `${controller} ${inOneLine(key)}  ${headOf(look)}\n`)
    .join('');
}

const sayLook = (look: PastLook): string =>
  [headOf(look), ...linesOf('because', look.because), ...linesOf('wrote', look.wrote), ...linesOf('failed', look.error)].join('\n');

const headOf = ({ at, result, tookMs }: PastLook): string => `${new Date(at).toISOString()}  ${result}, ${tookMs.toFixed(1)} ms`;

const linesOf = (title: string, text: string): readonly string[] =>
  text === '' ? [] : text.split('\n').map((line) => `  ${title.padEnd(8)} ${inOneLine(line)}`);
