import { markerType } from '../seen/marker.ts';
import { located } from '../seen/elsewhere.ts';

export type AlertSink = 'slack' | 'teams' | 'gchat' | 'raw';

/** A workload that was reloaded, and one of the sources that it was reloaded for. */
export interface AlertSubject {
  readonly namespace: string;
  readonly source: string;
  readonly kind: string;
  readonly name: string;
}

export interface AlertBody {
  readonly text: string;
  readonly contentType: string;
}

/** Whatever is none of the names is plain text. */
export function sinkOf(text: string): AlertSink {
  const name = text.trim().toLowerCase();
  return name === 'slack' || name === 'teams' || name === 'gchat' ? name : 'raw';
}

/** In Reloader's words, and in its shapes. */
export function alertBody({ namespace, source, kind, name }: AlertSubject, sink: AlertSink, additionalInfo: string): AlertBody {
  const changed = located(source, namespace);
  const message = `Reloader detected changes in *${changed.name}* of type *${markerType(changed.type)}* in namespace *${changed.namespace}*. Hence reloaded *${name}* of type *${kind}* in namespace *${namespace}*`;
  const text = additionalInfo.trim() === '' ? message : `${additionalInfo.trim()} : ${message}`;
  switch (sink) {
    case 'slack':
      return asJson({ attachments: [{ text, color: 'good', author_name: 'Reloader' }] });
    case 'teams':
    case 'gchat':
      return asJson({ text });
    case 'raw':
      return { text: text.replaceAll('*', ''), contentType: 'text/plain' };
  }
}

const asJson = (body: object): AlertBody => ({ text: JSON.stringify(body), contentType: 'application/json' });

/** Is that status one that the receiver says yes with? */
export const isAccepted = (sink: AlertSink, status: number): boolean =>
  sink === 'teams' || sink === 'gchat' ? status === 200 : status < 300;
