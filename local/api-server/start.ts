import { randomBytes, randomInt, randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import type { Server as NetServer, Socket } from 'node:net';
import { http } from '../../ground/http/node-http.ts';
import { createNamespaceRules } from './admission/namespace-rules.ts';
import { createPolicies } from './admission/policies/policies.ts';
import { createWebhooks } from './admission/webhooks/webhooks.ts';
import { createCustomRules } from './rules/custom-rules.ts';
import { collectGarbage } from './upkeep/garbage.ts';
import { aggregateRoles } from './upkeep/role-aggregation.ts';
import { keepNamespaces } from './upkeep/namespaces.ts';
import { keepServiceAccounts } from './upkeep/service-accounts.ts';
import { serveDefinitions } from './upkeep/definitions.ts';
import { untaintReadyNodes } from './upkeep/nodes.ts';
import { keepQuotas } from './upkeep/quotas.ts';
import { protectVolumes } from './upkeep/volume-protection.ts';
import { createTokenSigner } from './auth/service-account-token.ts';
import { MASTERS, type RequestUser } from './auth/user.ts';
import { bootstrap } from './bootstrap/bootstrap-objects.ts';
import { serveKubernetes } from './bootstrap/kubernetes-service.ts';
import type { NodeHooks } from './contracts/node-hooks.ts';
import type { Faults } from './faults/faults.ts';
import { createSwitchboard } from './faults/switchboard.ts';
import { handle, type Server } from './http/handle.ts';
import { streamProtocolOf } from './http/streams/stream-protocol.ts';
import type { Upgrade } from './http/understand/arrival.ts';
import { metricsResources } from './metrics/resources.ts';
import { createAuthorizer } from './rbac/authorizer.ts';
import { createRegistry } from './registry.ts';
import { conversions, toStorage } from './resources/conversions.ts';
import { withDefinedKinds } from './resources/custom-conversions.ts';
import { builtInSchemas } from './schema/built-in.ts';
import { discovery } from './schema/discovery.ts';
import { openApi } from './schema/openapi.ts';
import { createStore, type ObjectStore } from './store/store.ts';
import { createAuthority, issueServer, type CertificateAndKey } from '../../ground/certificates/certificate.ts';
import { createWire, letGo, together } from './wires.ts';
import type { ServerAccess, ServerParts } from './verbs/request.ts';

export interface ApiServerOptions {
  /** 0 for any that is free. */
  readonly port?: number;
  /** Milliseconds since 1970: what objects and tokens are dated by. */
  readonly clock?: () => number;
  /** Bearer tokens and whose they are, besides the administrator's. */
  readonly tokens?: Readonly<Record<string, RequestUser>>;
  /** How many changes of each resource are kept for watches that resume. */
  readonly historyLength?: number;
  readonly bookmarkEveryMs?: number;
  /** Give each namespace its service account `default` and the ConfigMap kube-root-ca.crt, as a controller manager does. */
  readonly defaultAccounts?: boolean;
  /** Whatever runs the pods: for `pods/log`, `pods/proxy` and `pods/portforward`. */
  readonly nodes?: NodeHooks;
  /** Told of every defect of this server. */
  readonly report?: (error: unknown) => void;
  /** The server keeps the process alive. @default true */
  readonly keepsAlive?: boolean;
  /** Listens without TLS as well, for clients within this process: a handshake costs more than several requests. @default false */
  readonly plain?: boolean;
  /** Told before anything is sent on a watch. */
  readonly onEvent?: () => void;
}

/** A Kubernetes API server within this process. */
export interface ApiServer {
  readonly url: string;
  readonly port: number;
  /** Its address without TLS, where that was asked for. */
  readonly plainUrl: string | undefined;
  /** PEM of the authority that signed the server's certificate. */
  readonly ca: string;
  /** A bearer token in group system:masters. */
  readonly adminToken: string;
  /** The text of a kubeconfig file of that administrator. */
  readonly kubeconfig: string;
  readonly faults: Faults;
  /** The objects themselves, for the caller that plays the cluster around the server. */
  readonly store: ObjectStore;
  /** Tells each open watch that takes bookmarks how far it has come. */
  sendBookmarks(): void;
  /** Ends all connections and frees the port. */
  stop(): Promise<void>;
}

const HOSTS = [
  '127.0.0.1',
  '::1',
  'localhost',
  'kubernetes',
  'kubernetes.default',
  'kubernetes.default.svc',
  'kubernetes.default.svc.cluster.local',
];
// What Kubernetes' generated names are made of: no vowels, so no words.
const SUFFIX_LETTERS = 'bcdfghjklmnpqrstvwxz2456789';

const newSuffix = () => Array.from({ length: 5 }, () => SUFFIX_LETTERS[randomInt(SUFFIX_LETTERS.length)]).join('');

const kubeconfigOf = (server: string, ca: string, token: string): string =>
  JSON.stringify(
    {
      apiVersion: 'v1',
      kind: 'Config',
      clusters: [{ name: 'civ8s', cluster: { server, 'certificate-authority-data': Buffer.from(ca).toString('base64') } }],
      users: [{ name: 'admin', user: { token } }],
      contexts: [{ name: 'civ8s', context: { cluster: 'civ8s', user: 'admin' } }],
      'current-context': 'civ8s',
    },
    undefined,
    2,
  );

const HTTP = {
  maxHeaderSize: 64 * 1024,
  requestTimeout: 60_000,
  shouldUpgradeCallback: (request: IncomingMessage) => streamProtocolOf(request) !== undefined,
};

type Take = (request: IncomingMessage, response: ServerResponse, upgrade?: Upgrade) => void;

/** Hands on each request for another protocol, with an answer for where it is refused. */
function takeUpgrades(listener: NetServer, take: Take): void {
  listener.on('upgrade', (request: IncomingMessage, socket: Socket, head: Buffer) => {
    const response = new http.ServerResponse(request);
    response.assignSocket(socket);
    response.once('finish', () => socket.end()); // refused
    socket.on('error', () => socket.destroy());
    take(request, response, { socket, head, release: () => response.detachSocket(socket) });
  });
}

/** What listens over TLS and, where that is asked for, what listens without it. */
function createListeners(
  take: Take,
  { certificate, key }: CertificateAndKey,
  { port, plain = false, keepsAlive = true }: ApiServerOptions,
) {
  const onRequest = (request: IncomingMessage, response: ServerResponse): void => take(request, response);
  const overTls = createHttpsServer({ cert: certificate, key, ...HTTP }, onRequest);
  const overTcp = plain ? http.createServer(HTTP, onRequest) : undefined;
  for (const listener of [overTls, ...(overTcp === undefined ? [] : [overTcp])]) {
    takeUpgrades(listener, take);
    if (!keepsAlive) letGo(listener);
  }
  const [wire, plainWire] = [createWire(overTls, port), overTcp && createWire(overTcp)];
  return { wire, plainWire, wires: plainWire === undefined ? wire : together([wire, plainWire]) };
}

/** What a controller manager does in a real cluster, as far as the server does it itself. */
const UPKEEP = [keepNamespaces, collectGarbage, serveDefinitions, protectVolumes, keepQuotas, untaintReadyNodes, aggregateRoles] as const;

/** Starts the server; it is ready when the promise resolves. */
export async function startApiServer(options: ApiServerOptions = {}): Promise<ApiServer> {
  const {
    clock = Date.now,
    historyLength = 10_000,
    bookmarkEveryMs = 60_000,
    report = () => undefined,
    defaultAccounts = false,
    nodes,
    onEvent = () => undefined,
  } = options;
  const stopping = new AbortController();
  const bookmarks = new Set<() => void>();
  const store = createStore({ historyLength });
  const registry = createRegistry(builtInSchemas(), nodes?.usage ? metricsResources() : []);
  const authority = createAuthority('civ8s-ca', Date.now());
  const identity = issueServer(authority, HOSTS, Date.now()); // clients judge it by the machine's clock
  const adminToken = randomBytes(24).toString('base64url');
  const admin: RequestUser = { name: 'admin', groups: [MASTERS, 'system:authenticated'], extra: {} };
  const access: ServerAccess = {
    authorizer: createAuthorizer(store),
    signer: createTokenSigner(store, clock),
    tokens: new Map([[adminToken, admin], ...Object.entries(options.tokens ?? {})]),
  };
  const judges = { policies: createPolicies(store), rules: createCustomRules(), namespaceRules: createNamespaceRules(store) };
  const cluster: ServerParts = {
    store,
    registry,
    clock,
    access,
    givesAccounts: defaultAccounts,
    nodes,
    ...judges,
    webhooks: createWebhooks(store, { nodes, newUid: randomUUID, signal: stopping.signal, clock: options.clock }),
    newUid: randomUUID,
    newSuffix,
    ...withDefinedKinds(registry, { conversions, toStorage }),
  };
  bootstrap(cluster);
  for (const keep of UPKEEP) keep(cluster, report, stopping.signal);
  if (defaultAccounts) keepServiceAccounts(cluster, authority.certificate, report, stopping.signal);
  const { wire, plainWire, wires } = createListeners((...arrived) => void handle(server, ...arrived), identity, options);
  const { faults, switchboard } = createSwitchboard(store, wires);
  const server: Server = {
    cluster,
    switchboard,
    bookmarkEveryMs,
    bookmarks,
    onEvent,
    report,
    stopping: stopping.signal,
    documents: { registry, discovery, openApi, address: () => `127.0.0.1:${wire.port}` },
  };
  await wires.open();
  const { port } = wire;
  serveKubernetes(cluster, '127.0.0.1', port);
  const url = `https://127.0.0.1:${port}`;
  return {
    url,
    port,
    plainUrl: plainWire && `http://127.0.0.1:${plainWire.port}`,
    ca: authority.certificate,
    adminToken,
    kubeconfig: kubeconfigOf(url, authority.certificate, adminToken),
    faults,
    store,
    sendBookmarks: () => bookmarks.forEach((send) => send()),
    async stop() {
      stopping.abort();
      switchboard.release();
      if (wire.isOpen) await wires.close();
    },
  };
}
