/** What changes all the time and is seldom worth a message: left out unless somebody names it. */
export const NOISE = ['events', 'events.events.k8s.io', 'leases.coordination.k8s.io', 'endpoints', 'endpointslices.discovery.k8s.io'];
