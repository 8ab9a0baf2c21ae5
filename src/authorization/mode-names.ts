/** What modes are called. */

/** Upstream's, in its order. All but Webhook stand at most once in a configuration. */
export const MODES: readonly string[] = ['AlwaysAllow', 'AlwaysDeny', 'ABAC', 'Webhook', 'RBAC', 'Node'];

/** Where upstream allows everything when nothing is said, this server does what every real cluster does. */
export const DEFAULT_MODES: readonly string[] = ['Node', 'RBAC'];
