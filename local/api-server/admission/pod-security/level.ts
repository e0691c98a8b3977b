import type { FailureCause } from '../../contracts/status-error.ts';
import { invalidValue } from '../../validation/cause.ts';

const LEVELS = ['privileged', 'baseline', 'restricted'] as const;
type Level = (typeof LEVELS)[number];

/** How strict, by the rules of which version of Kubernetes. */
export interface Strictness {
  readonly level: Level;
  /** `latest`, or the minor version: `34` of `v1.34`. */
  readonly version: number | 'latest';
}

/** What the labels of a namespace ask of its pods. */
export interface PodPolicy {
  readonly enforce: Strictness;
  readonly warn: Strictness;
  readonly problems: readonly FailureCause[];
}

const PREFIX = 'pod-security.kubernetes.io/';
const PRIVILEGED: Strictness = { level: 'privileged', version: 'latest' };

export const shownStrictness = ({ level, version }: Strictness): string => `${level}:${version === 'latest' ? version : `v1.${version}`}`;

export const isStricter = (one: Level, other: Level): boolean => LEVELS.indexOf(one) > LEVELS.indexOf(other);

const isLevel = (text: string): text is Level => LEVELS.some((level) => level === text);

function versionOf(text: string): Strictness['version'] | undefined {
  if (text === 'latest') return text;
  const [, minor] = /^v1\.(0|[1-9]\d*)$/.exec(text) ?? [];
  return minor === undefined ? undefined : Number(minor);
}

/** Where a label cannot be read, pods are held to the strictest that it could mean; but what only warns says nothing. */
export function podPolicyOf(labels: Readonly<Record<string, string>>): PodPolicy {
  const problems: FailureCause[] = [];
  const refuse = (mode: string, value: string, told: string) =>
    problems.push(invalidValue(`metadata.labels[${PREFIX}${mode}]`, value, told));
  const read = (mode: string, unread: Level): Strictness => {
    const [level, version] = [labels[`${PREFIX}${mode}`], labels[`${PREFIX}${mode}-version`]];
    if (level !== undefined && !isLevel(level)) refuse(mode, level, `must be one of ${LEVELS.join(', ')}`);
    const known = version === undefined ? 'latest' : versionOf(version);
    if (known === undefined) refuse(`${mode}-version`, version ?? '', 'must be "latest" or "v1.x"');
    return { level: level === undefined ? 'privileged' : isLevel(level) ? level : unread, version: known ?? 'latest' };
  };
  const enforce = read('enforce', 'restricted');
  read('audit', 'privileged'); // there is no audit log: it is only looked at whether it can be read
  const warn = read('warn', 'privileged');
  const own = labels[`${PREFIX}warn`] !== undefined;
  const follows = !own && isLevel(labels[`${PREFIX}enforce`] ?? '') && isStricter(enforce.level, warn.level);
  const version = labels[`${PREFIX}warn-version`] === undefined ? enforce.version : warn.version;
  return { enforce, warn: follows ? { level: enforce.level, version } : warn, problems };
}

export const isFree = ({ enforce, warn }: PodPolicy): boolean => enforce.level === PRIVILEGED.level && warn.level === PRIVILEGED.level;
