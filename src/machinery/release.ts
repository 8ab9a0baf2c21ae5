/** The release of Kubernetes whose API this is: what is served, gated, deprecated and told to clients follows upstream's v1.<minor>. */
export const KUBERNETES_MINOR = 36;
export const KUBERNETES_RELEASE = `1.${KUBERNETES_MINOR}.2`;
