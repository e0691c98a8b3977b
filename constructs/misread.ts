/**
 * Is it a text that cdk8s writes without quotes, and that kubectl, or a reader of the other version of YAML, takes for a
 * number or for syntax? `0o7` is 7 in YAML 1.2 and a text in 1.1; kubectl knows the prefixes in either case, and
 * underscores anywhere. `=` and `<<` mean something in YAML 1.1.
 */
export const isMisread = (text: string): boolean => SYNTAX.has(text) || (/^[-+.\d]/.test(text) && NUMBER.test(text.replaceAll('_', '')));

const SYNTAX = new Set(['=', '<<']);
const NUMBER = /^[-+]?(0[xob][\da-f]+|(\.\d+|\d+(\.\d*)?)(e[-+]?\d+)?)$/i;
