/** What names may look like, as patterns: a label of a domain, one that begins with a letter, a domain, and a name of either case. */
export const LABEL = '[a-z0-9]([-a-z0-9]*[a-z0-9])?';
export const LETTER_LABEL = '[a-z]([-a-z0-9]*[a-z0-9])?';
export const SUBDOMAIN = `${LABEL}(\\.${LABEL})*`;
export const NAME = '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]';

const LONGEST_NAME = 63;
const LONGEST_SUBDOMAIN = 253;

const whole = (pattern: string, longest: number): ((text: string) => boolean) => {
  const wanted = new RegExp(`^(?:${pattern})$`);
  return (text) => text.length <= longest && wanted.test(text);
};

/** RFC 1123: `simple-town`. */
export const isDnsLabel = whole(LABEL, LONGEST_NAME);
/** RFC 1035: a label of RFC 1123 that begins with a letter. */
export const isLetterLabel = whole(LETTER_LABEL, LONGEST_NAME);
/** RFC 1123: `mill.example.com`. */
export const isDnsSubdomain = whole(SUBDOMAIN, LONGEST_SUBDOMAIN);
/** Letters and digits, and between them also `-`, `_` and `.`. */
export const isName = whole(NAME, LONGEST_NAME);

/** A name, or a name that belongs to a domain: `team`, `example.com/team`. */
export function isQualifiedName(text: string): boolean {
  const slash = text.indexOf('/');
  return isName(text.slice(slash + 1)) && (slash < 0 || isDnsSubdomain(text.slice(0, slash)));
}
