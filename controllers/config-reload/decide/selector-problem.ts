import { selector as selectorFlag } from '../../runtime/flags/flag-values.ts';
import { BadValue } from '../../runtime/flags/flags.ts';

const anySelector = selectorFlag({ help: '' });

/** Why no pod is replaced for this selector. */
export function selectorProblem(selector: string): string | undefined {
  if (selector.trim() === '') return 'an empty selector would match every pod of the namespace';
  try {
    anySelector.parse(selector, undefined);
    return undefined;
  } catch (error) {
    if (error instanceof BadValue) return `"${selector}": ${error.message}`;
    throw error;
  }
}
