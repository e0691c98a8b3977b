/** Where a worker trades, and where a controller answers probes and scrapes. */
export const WORKER_PORT = 8080;
export const CONTROLLER_PORT = 9090;
/** Where the dashboard serves its page. */
export const PAGE_PORT = 8080;
