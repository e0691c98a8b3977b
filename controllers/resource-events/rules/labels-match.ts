/** Does an object carry the labels that a selector wants? */
export type LabelsMatch = (labels: Readonly<Record<string, string>>) => boolean;

const KEY = '[A-Za-z0-9][-A-Za-z0-9_./]*';
const VALUE = '[-A-Za-z0-9_.]*';
const PRESENCE = new RegExp(`^(!?)\\s*(${KEY})$`);
const EQUALITY = new RegExp(`^(${KEY})\\s*(=|==|!=)\\s*(${VALUE})$`);
const MEMBERSHIP = new RegExp(`^(${KEY})\\s+(in|notin)\\s*\\(\\s*(${VALUE}(?:\\s*,\\s*${VALUE})*)\\s*\\)$`);

/** A label selector as kubectl takes it, `app=web,tier!=test,env in (a, b),!old`: undefined where the text is not one. */
export function labelsMatch(selector: string): LabelsMatch | undefined {
  const requirements = selector.split(/,(?![^(]*\))/).map((text) => requirement(text.trim()));
  const known = requirements.filter((match) => match !== undefined);
  return known.length === requirements.length ? (labels) => known.every((match) => match(labels)) : undefined;
}

function requirement(text: string): LabelsMatch | undefined {
  const [, not, present = ''] = PRESENCE.exec(text) ?? [];
  if (not !== undefined) return (labels) => Object.hasOwn(labels, present) === (not === '');
  const [, key = '', operator, value = ''] = EQUALITY.exec(text) ?? MEMBERSHIP.exec(text) ?? [];
  if (operator === undefined) return undefined;
  const wanted = operator.endsWith('in') ? value.split(',').map((each) => each.trim()) : [value];
  const positive = operator !== '!=' && operator !== 'notin';
  return (labels) => (Object.hasOwn(labels, key) && wanted.includes(labels[key] ?? '')) === positive;
}
