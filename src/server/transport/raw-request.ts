/** What requests of every transport share: headers as one flat list, and what is known of the connection they came over. */
import type { X509Certificate } from 'node:crypto';
import type { HttpRequest } from '../../request/http.ts';
import type { Connection } from './connection.ts';

/** The first value of a header, by its lower-case name. @param headers lower-case names and values in turn */
export function firstValue(headers: readonly string[], name: string): string | undefined {
  for (let i = 0; i < headers.length; i += 2) if (headers[i] === name) return headers[i + 1];
  return undefined;
}

export abstract class RawRequest {
  abstract readonly rawHeaders: readonly string[];

  header(name: string): string | undefined {
    return firstValue(this.rawHeaders, name);
  }

  headerValues(name: string): readonly string[] {
    const values: string[] = [];
    const headers = this.rawHeaders;
    for (let i = 0; i < headers.length; i += 2) if (headers[i] === name) values.push(headers[i + 1] as string);
    return values;
  }
}

/** A request that came over a socket. */
export abstract class ConnectionRequest extends RawRequest {
  readonly connection: Connection;

  constructor(connection: Connection) {
    super();
    this.connection = connection;
  }

  get remoteAddress(): string {
    return this.connection.remoteAddress;
  }

  get transport(): HttpRequest['transport'] {
    return this.connection.transport;
  }

  get peerCertificate(): X509Certificate | undefined {
    return this.connection.peerCertificate;
  }

  get peerProblem(): string | undefined {
    return this.connection.peerProblem;
  }
}
