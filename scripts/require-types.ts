import { globSync, readFileSync } from 'node:fs';
import { doorNames } from './door-types.ts';

/**
 * What a door's declarations are to a CommonJS module. Node lets it `require` an ES module; TypeScript under `module: node16` does not,
 * unless the declarations are CommonJS's own: these, which say that all is as in the others.
 */
export function requireTypes(door: string): string {
  const from = `'./${door}.js'`;
  const mode = `{ 'resolution-mode': 'import' }`;
  const module = `import(${from}, { with: ${mode} })`;
  const all = doorNames(door);
  const types = all.filter(({ isTypeOnly }) => isTypeOnly).map(({ name }) => name);
  const values = all.filter(({ isTypeOnly }) => !isTypeOnly);
  return [
    `declare const door: typeof ${module};`,
    ...(types.length === 0 ? [] : [`export type { ${types.join(', ')} } from ${from} with ${mode};`]),
    ...values.map(({ name }) => `export declare const ${name}: typeof door.${name};`),
    ...values.flatMap(({ name, own, from: file }) => {
      const parameters = classParameters(own, file);
      if (parameters === undefined) return [];
      // The bounds of a parameter are the value's business: its names may be nobody else's.
      const instance = `${module}.${name}${listed(parameters.map((each) => `${each} & any`))}`;
      return [`export type ${name}${listed(parameters)} = ${instance};`];
    }),
    'export {};\n',
  ].join('\n');
}

/** A class is a value and a type: the names of its type parameters. Undefined where it is none. */
function classParameters(name: string, file: string): readonly string[] | undefined {
  const declared = new RegExp(`^export (?:abstract )?class ${name}\\b(?:<([^>]*)>)?`, 'm');
  const found = globSync(file)
    .map((source) => declared.exec(readFileSync(source, 'utf8')))
    .find((match) => match !== null);
  return found && [...(found[1] ?? '').matchAll(/(?:^|, )(\w+)/g)].map(([, parameter = '']) => parameter);
}

const listed = (parameters: readonly string[]): string => (parameters.length === 0 ? '' : `<${parameters.join(', ')}>`);
