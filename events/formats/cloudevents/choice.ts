export interface CloudEventsChoice {
  /** `binary`: the attributes beside the data, as the bus has them; `structured`: all of it in the body. @default binary */
  readonly mode?: 'binary' | 'structured';
  /** Whose types: our own, or those of Knative's ApiServerSource, whose data is the object alone. @default civ8s */
  readonly types?: 'civ8s' | 'knative';
  /** What names the cluster where the changes have no cluster id: the uid of the namespace kube-system. */
  readonly cluster?: string;
}
