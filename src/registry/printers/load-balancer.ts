/** Addresses of load balancers, as tables show them: each once, sorted. */
export function loadBalancerText(status: unknown): string {
  const ingress =
    (status as { readonly ingress?: readonly { readonly ip?: string; readonly hostname?: string }[] | null } | undefined)?.ingress ?? [];
  const addresses = ingress.map((each) => each.ip || each.hostname || '').filter((each) => each !== '');
  return [...new Set(addresses)].sort().join(',');
}
