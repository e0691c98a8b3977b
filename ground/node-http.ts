/**
 * Node's HTTP, for programs that start often. `import … from 'node:http'` reads each thing that module has, one of them a browser's
 * WebSocket, and so loads Node's whole undici, which nobody here asks for: 45 ms of the processor at each start, and 4 MiB.
 */
export const nodeHttp = process.getBuiltinModule('node:http');
