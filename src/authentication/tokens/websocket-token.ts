/**
 * A bearer token among the subprotocols of a WebSocket: what browsers do, because they cannot set headers there
 * (k8s.io/apiserver/pkg/authentication/request/websocket). Another subprotocol must stand beside it, which the answer can repeat: a token is never
 * echoed, nor passed on to anybody behind this server.
 */
import type { HttpRequest } from '../../request/http.ts';
import { failed, type RequestAuthenticator, type TokenAuthenticator, UNKNOWN } from '../interface.ts';
import { refuseUnknown } from './bearer.ts';

const PREFIX = 'base64url.bearer.authorization.k8s.io.';
const HEADER = 'sec-websocket-protocol';

export function websocketAuthenticator(tokens: TokenAuthenticator): RequestAuthenticator {
  return {
    authenticate(request) {
      if (!isWebSocket(request)) return UNKNOWN;
      const protocols = request.headerValues(HEADER).flatMap(split);
      const encoded = protocols.filter(carriesToken);
      const [only] = encoded;
      if (only === undefined) return UNKNOWN;
      if (encoded.length > 1) return failed('multiple base64.bearer.authorization tokens specified');
      const token = decode(only.slice(PREFIX.length));
      if (token === undefined) return failed('invalid base64.bearer.authorization token encoding');
      if (token === '') return UNKNOWN;
      if (protocols.length === 1) return failed('missing additional subprotocol');
      const found = tokens.authenticateToken(token, request.connection);
      return found instanceof Promise ? found.then(refuseUnknown) : refuseUnknown(found);
    },
  };
}

/** The subprotocols of a header's value without those that carry a token; undefined when nothing is left. */
export function withoutTokenProtocols(value: string): string | undefined {
  const kept = split(value).filter((each) => !carriesToken(each));
  return kept.length === 0 ? undefined : kept.join(',');
}

function isWebSocket(request: HttpRequest): boolean {
  const names = (header: string): boolean => request.headerValues(header).some((line) => split(line.toLowerCase()).includes(wanted[header] ?? ''));
  return names('upgrade') && names('connection');
}

const wanted: { readonly [header: string]: string } = { upgrade: 'websocket', connection: 'upgrade' };

function split(value: string): string[] {
  return value.split(',').map((each) => each.trim());
}

function carriesToken(protocol: string): boolean {
  return protocol.startsWith(PREFIX);
}

/** As a header would hold it, one character per byte. Undefined for what is no base64url of UTF-8. */
function decode(encoded: string): string | undefined {
  if (!/^[A-Za-z0-9_-]*$/.test(encoded) || encoded.length % 4 === 1) return undefined;
  const bytes = Buffer.from(encoded, 'base64url');
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return bytes.toString('latin1');
  } catch {
    return undefined;
  }
}
