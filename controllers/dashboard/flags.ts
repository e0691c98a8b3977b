import { list, namespaces, text, toggle } from '../runtime/flags/flag-values.ts';
import type { Settings } from '../runtime/flags/flags.ts';

export const flags = {
  'page-addr': text({ value: 'host:port', env: ['PAGE_ADDR'], fallback: ':8080', help: 'where the page is served' }),
  kingdoms: namespaces({ env: ['KINGDOMS'], help: 'only these kingdoms; default: all that there are' }),
  'cluster-wide': toggle({ help: 'one watch of each resource for all kingdoms, which needs the rights in all namespaces' }),
  service: text({
    value: 'name',
    fallback: 'dashboard',
    help: 'the Service through which it is reached: by its names it may be asked for',
  }),
  history: text({ value: 'file', env: ['HISTORY'], help: 'where the past is kept for the next start; default: in memory only' }),
  hosts: list({ value: 'name', env: ['HOSTS'], help: 'more names by which it may be asked for, such as that of an ingress' }),
};

export type DashboardFlags = Settings<typeof flags>;
