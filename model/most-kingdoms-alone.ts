/**
 * So many kingdoms a dashboard follows each by itself, by rights in that kingdom alone: each takes four connections to the API server, and
 * memory for them. A realm of more is read by rights in all namespaces at once.
 */
export const MOST_KINGDOMS_ALONE = 250;
