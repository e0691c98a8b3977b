/** What is known of a container: from its start to its end, and again. Times in ms since 1970. */
export type ContainerState =
  | { readonly is: 'waiting'; readonly reason: string; readonly message?: string }
  | { readonly is: 'running'; readonly id: string; readonly startedAt: number }
  | Ended;

export interface Ended {
  readonly is: 'ended';
  readonly id: string;
  readonly startedAt: number;
  readonly finishedAt: number;
  readonly exitCode: number;
  readonly signal?: number;
  readonly reason: string;
  readonly message?: string;
}

export interface ContainerView {
  readonly name: string;
  readonly image: string;
  readonly state: ContainerState;
  /** How its run before ended. */
  readonly last?: Ended;
  readonly restarts: number;
  /** Its startup probe has answered, or it has none. */
  readonly started: boolean;
  /** Its readiness probe answers, or it has none. */
  readonly ready: boolean;
}
