import type { AnnotationKeys } from '../seen/annotation-keys.ts';
import type { SourceType } from '../seen/source-type.ts';
import type { ConcernRule } from '../seen/wish.ts';

/** By which annotation or flag a source concerns a workload, or by which it does not. */
export function ruleSentence(rule: ConcernRule | undefined, type: SourceType, keys: AnnotationKeys): string {
  const { named, auto, autoFor, search, match, ignore, excluded } = keys;
  switch (rule) {
    case 'named':
      return `named in ${named[type]}`;
    case 'search':
      return `used, and found by ${search}`;
    case 'auto':
      return `used, and asked for by ${auto} or ${autoFor[type]}`;
    case 'auto-reload-all':
      return 'used, and --auto-reload-all';
    case 'ignored':
      return `${ignore} is "true" on it`;
    case 'excluded':
      return `listed in ${excluded[type]}`;
    case 'not-used':
      return `not used by the pods, nor named in ${named[type]}`;
    case 'not-matching':
      return `used, but ${match} is not "true" on it, which ${search} looks for`;
    case 'not-asked':
      return `used, but neither ${auto} nor ${autoFor[type]} is "true", nor is it named in ${named[type]}`;
    case undefined:
      return 'asked for';
  }
}
