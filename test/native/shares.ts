/** What a suite and another one have in common: the module of it that is not of the tests. */
export { printable } from '../../ground/text/printable.ts';
