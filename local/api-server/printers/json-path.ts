import { isJsonObject, isList, type Json } from '../../../ground/json/json.ts';
import { shown } from '../../../ground/json/read-json.ts';

/** One step of a simple JSONPath, as printer columns use it. */
type Step =
  | { readonly is: 'field'; readonly name: string }
  | { readonly is: 'index'; readonly at: number }
  | { readonly is: 'all' }
  | { readonly is: 'filter'; readonly path: readonly Step[]; readonly value: string };

const TOKEN =
  /\.?(?:\['((?:[^'\\]|\\.)*)'\]|\[(-?\d+)\]|(\[\*\]|\.?\*)|\[\?\(@((?:\.[\w-]+)+)\s*==\s*["']([^"']*)["']\)\]|((?:[^.[\]\\]|\\.)+))/gy;

function parse(path: string): readonly Step[] | undefined {
  const steps: Step[] = [];
  let end = 0;
  for (const match of path
    .replace(/^\{(.*)\}$/, '$1')
    .replace(/^\$/, '')
    .matchAll(TOKEN)) {
    const [whole, quoted, index, all, filter, value, name] = match;
    end = match.index + whole.length;
    if (index !== undefined) steps.push({ is: 'index', at: Number(index) });
    else if (all !== undefined) steps.push({ is: 'all' });
    else if (filter !== undefined)
      steps.push({
        is: 'filter',
        path: filter
          .slice(1)
          .split('.')
          .map((field) => ({ is: 'field', name: field })),
        value: value ?? '',
      });
    else steps.push({ is: 'field', name: (quoted ?? name ?? '').replaceAll(/\\(.)/g, '$1') });
  }
  return end === path.replace(/^\{(.*)\}$/, '$1').replace(/^\$/, '').length ? steps : undefined;
}

function follow(values: readonly Json[], step: Step): readonly Json[] {
  return values.flatMap((value): readonly Json[] => {
    switch (step.is) {
      case 'field': {
        const held = isJsonObject(value) && Object.hasOwn(value, step.name) ? value[step.name] : undefined;
        return held === undefined ? [] : [held];
      }
      case 'index': {
        const held = isList(value) ? value.at(step.at) : undefined;
        return held === undefined ? [] : [held];
      }
      case 'all':
        return isList(value) ? value : isJsonObject(value) ? Object.values(value).filter((held) => held !== undefined) : [];
      case 'filter':
        return isList(value) ? value.filter((item) => shown(step.path.reduce(follow, [item])[0]) === step.value) : [];
    }
  });
}

/** The values that a path such as `.status.conditions[?(@.type=="Ready")].status` leads to; none where it cannot be read. */
export function jsonPath(path: string): (value: Json) => readonly Json[] {
  const steps = parse(path);
  return (value) => steps?.reduce(follow, [value]) ?? [];
}
