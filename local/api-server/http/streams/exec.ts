import type { IncomingMessage } from 'node:http';
import { onAbort } from '../../../../ground/time/abort.ts';
import type { StoredObject } from '../../contracts/kube-object.ts';
import type { NodeHooks } from '../../contracts/node-hooks.ts';
import { badRequest, internalError, notServed } from '../../contracts/status-error.ts';
import type { Upgrade } from '../understand/arrival.ts';
import { channelsOfSpdy, channelsOfWebSocket } from './command-channels.ts';
import type { CommandWish } from './command-wish.ts';
import { namedContainer } from './named-container.ts';
import { runCommand } from './run-command.ts';
import { streamProtocolOf } from './stream-protocol.ts';
import { takeOverAsSpdy, takeOverAsWebSocket } from './take-over.ts';

/** Connects the client with a command in a container, or (without one) with the container's own process. */
export async function execInPod(
  request: IncomingMessage,
  upgrade: Upgrade | undefined,
  pod: StoredObject,
  wish: CommandWish,
  nodes: NodeHooks | undefined,
  signal: AbortSignal,
): Promise<void> {
  const container = namedContainer(pod, wish.container);
  const protocol = streamProtocolOf(request);
  if (upgrade === undefined || protocol === undefined) throw badRequest('Upgrade request required');
  if (!nodes) throw notServed('pods/exec and pods/attach: no node runs pods here');
  const process = wish.command.length > 0 ? nodes.exec(pod, container, wish.command, wish.tty) : nodes.attach(pod, container);
  if (process === undefined) throw internalError(`unable to upgrade connection: container not found (${JSON.stringify(container)})`);
  const forget = onAbort(signal, () => upgrade.socket.destroy());
  upgrade.socket.once('close', forget);
  const channels =
    protocol.carrier === 'spdy'
      ? await channelsOfSpdy(takeOverAsSpdy(upgrade, protocol.name), wish)
      : channelsOfWebSocket(await takeOverAsWebSocket(request, upgrade, protocol.name), wish);
  if (channels === undefined) return process.leave();
  void runCommand(process, channels);
}
