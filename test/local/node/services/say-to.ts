import { connect } from 'node:net';

/** Sends these bytes over a connection of their own, as they are, and answers with all that comes back until it is closed. */
export const sayTo = (port: number, ...pieces: readonly (string | Uint8Array)[]): Promise<string> =>
  new Promise((resolve) => {
    let heard = '';
    const socket = connect(port, '127.0.0.1', () => {
      for (const piece of pieces) socket.write(piece);
      socket.end();
    });
    socket.on('data', (chunk: Buffer) => (heard += chunk.toString('latin1')));
    socket.on('error', () => undefined); // closed by the other side: what was heard until then counts
    socket.once('close', () => resolve(heard));
  });
