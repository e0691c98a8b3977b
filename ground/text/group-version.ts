/** The two that an `apiVersion` names: `apps/v1`, or `v1` of the group without a name. */
export function groupVersionOf(apiVersion: string): { readonly group: string; readonly version: string } {
  const [group = '', version = ''] = apiVersion.includes('/') ? apiVersion.split('/') : ['', apiVersion];
  return { group, version };
}
