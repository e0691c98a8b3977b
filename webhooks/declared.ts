import type { DeclaredConversion } from './conversions.ts';
import type { KubeObject, Resource } from '../kube/objects/resource.ts';

export type WebhookOperation = 'create' | 'update' | 'delete';

/** What somebody is about to do to an object. */
export interface WebhookQuestion<T extends KubeObject, Operation extends WebhookOperation = WebhookOperation> {
  readonly operation: Operation;
  /** As it is to be; absent where it is deleted. */
  readonly object: 'delete' extends Operation ? T | undefined : T;
  /** As it is; absent where it is new. */
  readonly old: 'create' extends Operation ? T | undefined : T;
  readonly name: string;
  /** Empty for what has none. */
  readonly namespace: string;
  readonly user: { readonly name: string; readonly groups: readonly string[] };
  /** Nothing will be stored: then nothing else may be changed either. */
  readonly dryRun: boolean;
  /** Aborts when the API server does not wait any more. */
  readonly signal: AbortSignal;
  /** What the client is told, whatever comes of it. */
  readonly warn: (message: string) => void;
}

/** What is wrong with a field. */
export interface FieldProblem {
  /** `spec.replicas` */
  readonly path: string;
  readonly message: string;
}

/** `problem('spec.replicas', 'is at most 5')` */
export const problem = (path: string, message: string): FieldProblem => ({ path, message });

/** What a validating rule says: nothing, where nothing is wrong. */
export type WebhookVerdict = FieldProblem | readonly FieldProblem[] | undefined;

export interface WebhookSettings {
  /** What happens to a write when no replica can be asked. @default 'Fail' */
  readonly failurePolicy?: 'Fail' | 'Ignore';
  /** From 1 to 30. @default 10 */
  readonly timeoutSeconds?: number;
  /** Does the rule change anything but the object, and heed `dryRun` there? @default false: it changes nothing */
  readonly sideEffects?: boolean;
  /** Which namespaces are meant. */
  readonly namespaceSelector?: LabelSelection;
  /** Which objects are meant. */
  readonly objectSelector?: LabelSelection;
}

/** A selector, as configurations of webhooks have it. */
export interface LabelSelection {
  readonly matchLabels?: Readonly<Record<string, string>>;
  readonly matchExpressions?: readonly {
    readonly key: string;
    readonly operator: 'In' | 'NotIn' | 'Exists' | 'DoesNotExist';
    readonly values?: readonly string[];
  }[];
}

/** A rule about the objects of a resource, and when it is asked. */
export interface DeclaredWebhook<Said> {
  readonly resource: Resource<KubeObject>;
  readonly operations: readonly WebhookOperation[];
  readonly rule: (question: WebhookQuestion<KubeObject>) => Said | Promise<Said>;
  readonly settings: WebhookSettings;
}

/** Has a rule asked before objects of a resource are created, updated or deleted. */
export const on = <T extends KubeObject, Operation extends WebhookOperation, Said>(
  resource: Resource<T>,
  operations: readonly Operation[],
  rule: (question: WebhookQuestion<T, Operation>) => Said | Promise<Said>,
  settings: WebhookSettings = {},
): DeclaredWebhook<Said> => ({
  resource,
  operations,
  // The API server asks about objects of that resource and in these operations only.
  rule: (question) => rule(question as unknown as WebhookQuestion<T, Operation>),
  settings,
});

/** What a controller answers when an API server asks. */
export interface Webhooks {
  /** Rules that may refuse. */
  readonly validate?: readonly DeclaredWebhook<WebhookVerdict>[];
  /** Rules that answer the object as it is to be, or nothing, where it may stay as it is. They are asked first. */
  readonly mutate?: readonly DeclaredWebhook<KubeObject | undefined>[];
  /** How versions of kinds become one another. */
  readonly convert?: readonly DeclaredConversion[];
}

/** Those of controllers that have any. */
export const webhooksOf = (controllers: readonly { readonly webhooks?: Webhooks }[]): readonly Webhooks[] =>
  controllers.flatMap(({ webhooks = {} }) => (asksNobody(webhooks) ? [] : [webhooks]));

const asksNobody = ({ validate = [], mutate = [], convert = [] }: Webhooks): boolean =>
  validate.length + mutate.length + convert.length === 0;
