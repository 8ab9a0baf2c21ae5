/** The objects that benchmarks store. `#` becomes a number in the load generator. */

/** A config map of about 1 kB. */
export function configMap(name: string, padding = 640): string {
  return JSON.stringify({
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name, labels: { app: 'bench', tier: 'backend' }, annotations: { 'example.com/description': 'An object of a benchmark' } },
    data: { 'application.properties': 'x'.repeat(padding) },
  });
}

/** A pod as a controller makes them: just below 4 kB with its defaults and owners. */
export function pod(name: string): string {
  const container = (index: number): object => ({
    name: `container-${index}`,
    image: `registry.example.com/team/application-${index}:1.27.3`,
    args: ['--listen=:8080', '--log-format=json'],
    env: Array.from({ length: 3 }, (_, i) => ({ name: `SETTING_${i}`, value: `value-of-setting-${i}` })),
    ports: [{ name: 'http', containerPort: 8080, protocol: 'TCP' }],
    resources: { requests: { cpu: '100m', memory: '128Mi' }, limits: { memory: '256Mi' } },
    livenessProbe: { httpGet: { path: '/healthz', port: 'http', scheme: 'HTTP' }, periodSeconds: 10, timeoutSeconds: 1 },
    volumeMounts: [{ name: 'config', mountPath: '/etc/application', readOnly: true }],
    terminationMessagePath: '/dev/termination-log',
    terminationMessagePolicy: 'File',
    imagePullPolicy: 'IfNotPresent',
  });
  return JSON.stringify({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name,
      labels: { app: 'bench', 'pod-template-hash': '5d4f8c7b9d', number: name },
      annotations: { 'example.com/checksum': 'b5bb9d8014a0f9b1d61e21e796d78dccdf1352f23cd32812f4850b878ae4944c' },
    },
    spec: {
      containers: [container(0)],
      volumes: [{ name: 'config', configMap: { name: 'application', defaultMode: 420 } }],
      restartPolicy: 'Always',
      nodeName: 'node-1',
      serviceAccountName: 'default',
      terminationGracePeriodSeconds: 30,
      tolerations: [{ key: 'node.kubernetes.io/not-ready', operator: 'Exists', effect: 'NoExecute', tolerationSeconds: 300 }],
    },
  });
}

/** What pods run as: admission looks for it, and no controller makes it. */
export const SERVICE_ACCOUNT = JSON.stringify({ apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'default' } });
