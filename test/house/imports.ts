import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';

/** One import of one of our files: types count as well, since they bind just the same. */
export interface Import {
  readonly from: string;
  /** A path from the root, or the name of a package. */
  readonly to: string;
  readonly isLazy: boolean;
  readonly isTypeOnly: boolean;
}

/** The sources that git would commit: ours, and no build output. */
export const sources = (): readonly string[] =>
  execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', '*.ts', '*.js'], { encoding: 'utf8' })
    .split('\n')
    .filter((file) => file !== '' && !file.startsWith('dist/'));

const STATIC = /^(?:import|export)\s+(type\s+)?(?:[^'";]*?\sfrom\s+)?'([^']+)'/gm;
const LAZY = /\bimport\(\s*'([^']+)'\s*\)/g;

export function importsOf(file: string): readonly Import[] {
  const text = readFileSync(file, 'utf8');
  const to = (specifier: string) => (specifier.startsWith('.') ? normalize(join(dirname(file), specifier)) : specifier);
  return [
    ...[...text.matchAll(STATIC)].map(([, type, specifier = '']) => ({
      from: file,
      to: to(specifier),
      isLazy: false,
      isTypeOnly: type !== undefined,
    })),
    ...[...text.matchAll(LAZY)].map(([, specifier = '']) => ({ from: file, to: to(specifier), isLazy: true, isTypeOnly: false })),
  ];
}
