import type { KubeObject } from '../kube/objects/resource.ts';
import type { DeclaredConversion } from './conversions.ts';
import type { DeclaredWebhook, Webhooks, WebhookVerdict } from './declared.ts';

/** A webhook with the name by which the API server calls it. */
export interface NamedWebhook<Said> extends DeclaredWebhook<Said> {
  /** `websites.website-operator.example.com` */
  readonly name: string;
  readonly path: string;
}

export interface NamedWebhooks {
  readonly validate: readonly NamedWebhook<WebhookVerdict>[];
  readonly mutate: readonly NamedWebhook<KubeObject | undefined>[];
  readonly convert: readonly DeclaredConversion[];
}

/** Where all conversions are asked for. */
export const CONVERSION_PATH = '/convert';

/** All webhooks of a program. Names depend on the order of those alone that are about the same resource. */
export const namedWebhooks = (all: readonly Webhooks[], program: string): NamedWebhooks => ({
  validate: named(
    all.flatMap(({ validate = [] }) => validate),
    'validate',
    program,
  ),
  mutate: named(
    all.flatMap(({ mutate = [] }) => mutate),
    'mutate',
    program,
  ),
  convert: all.flatMap(({ convert = [] }) => convert),
});

function named<Said>(declared: readonly DeclaredWebhook<Said>[], verb: string, program: string): readonly NamedWebhook<Said>[] {
  const seen = new Map<string, number>();
  return declared.map((each) => {
    const { group, plural } = each.resource;
    const count = (seen.get(`${plural}.${group}`) ?? 0) + 1;
    seen.set(`${plural}.${group}`, count);
    const name = `${plural}${count === 1 ? '' : `-${count}`}.${program}.${group === '' ? 'core' : group}`;
    return { ...each, name, path: `/${verb}/${name}` };
  });
}

/** `websites.example.com`: the definitions of what is converted, each once. */
export const convertedDefinitions = ({ convert }: Pick<NamedWebhooks, 'convert'>): readonly string[] => [
  ...new Set(convert.map(({ resource }) => `${resource.plural}.${resource.group}`)),
];
