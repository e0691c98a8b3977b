import { globSync, readFileSync } from 'node:fs';
import { doorNames } from './door-types.ts';

/**
 * What a door's declarations are to a CommonJS module. Node lets it `require` an ES module; TypeScript under `module: node16` does not,
 * unless the declarations are CommonJS's own: these, which say that all is as in the others.
 */
export function requireTypes(door: string): string {
  const from = `'./${door}.js'`;
  const mode = `with { 'resolution-mode': 'import' }`;
  const all = doorNames(door);
  const types = all.filter(({ isTypeOnly }) => isTypeOnly).map(({ name }) => name);
  const values = all.filter(({ isTypeOnly }) => !isTypeOnly);
  return [
    `declare const door: typeof import(${from}, { ${mode.replace('with', 'with:')} });`,
    ...(types.length === 0 ? [] : [`export type { ${types.join(', ')} } from ${from} ${mode};`]),
    ...values.map(({ name }) => `export declare const ${name}: typeof door.${name};`),
    ...values
      .filter(({ own, from: file }) => isClass(own, file))
      .map(({ name }) => `export type ${name} = import(${from}, { ${mode.replace('with', 'with:')} }).${name};`),
    'export {};\n',
  ].join('\n');
}

/** A class is a value and a type. */
const isClass = (name: string, file: string): boolean =>
  globSync(file).some((source) => new RegExp(`^export (abstract )?class ${name}\\b`, 'm').test(readFileSync(source, 'utf8')));
