/** What users are told of a pod: the text of a Kubernetes Event. */
export interface PodEvent {
  readonly type: 'Normal' | 'Warning';
  readonly reason: string;
  readonly message: string;
}
