import { CORE_SCHEMA, defineScalarTag, intCoreTag, load, NOT_RESOLVED } from 'js-yaml';

/** An alias repeats what it names, which may hold aliases again: without a bound a few lines could fill the memory. */
const MOST_ALIASES = 100;

/** What a file says means one thing here and another elsewhere, or nothing here: what it is, and what to write. */
export class ValuesSyntax extends Error {
  override readonly name = 'ValuesSyntax';
}

/** Of YAML 1.2, as it is read here, in what differs from 1.1: Helm, which values.yaml is made for, reads some of each. */
const schema = CORE_SCHEMA.withTags(
  defineScalarTag('tag:yaml.org,2002:int', {
    ...intCoreTag,
    resolve: (source, isExplicit, tagName) => {
      if (/^[-+]?0\d+$/.test(source))
        throw new ValuesSyntax(
          `the number ${source} begins with 0, which YAML 1.1 and Helm read as octal: write it without the 0, as 0o… if it is octal, or in quotes if it is text`,
        );
      return intCoreTag.resolve(source, isExplicit, tagName);
    },
  }),
  defineScalarTag('tag:yaml.org,2002:merge', {
    implicit: true,
    implicitFirstChars: ['<'],
    resolve: (source) => {
      if (source !== '<<') return NOT_RESOLVED;
      throw new ValuesSyntax(
        'the merge key << is of YAML 1.1, and is not read: write out what it would add, or take a whole value by its alias',
      );
    },
    identify: () => false,
  }),
);

/** The data in a values.yaml. Throws ValuesSyntax, or js-yaml's own exception. */
export function parseValuesYaml(text: string, file: string): unknown {
  try {
    return load(text, { filename: file, schema, maxAliases: MOST_ALIASES });
  } catch (cause) {
    if (cause instanceof Error && cause.message.includes('maxAliases'))
      throw new ValuesSyntax(
        `it has more than ${MOST_ALIASES} aliases (*name), and each repeats what it names: write out what they stand for`,
      );
    throw cause;
  }
}
