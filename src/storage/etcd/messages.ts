/**
 * The messages of etcd's v3 API that a store needs, with their field numbers (api/etcdserverpb/rpc.proto, api/mvccpb/kv.proto of etcd).
 * Ids of members, clusters and leases take all 64 bits and are bigints; revisions are numbers.
 */
import { NO_BYTES } from '../../base/bytes.ts';
import type { Revision } from '../interface.ts';
import { type MessageReader, MessageWriter } from './wire.ts';

/** Every call of the API: its path on the wire. */
export const METHODS = {
  range: '/etcdserverpb.KV/Range',
  txn: '/etcdserverpb.KV/Txn',
  compact: '/etcdserverpb.KV/Compact',
  watch: '/etcdserverpb.Watch/Watch',
  leaseGrant: '/etcdserverpb.Lease/LeaseGrant',
  status: '/etcdserverpb.Maintenance/Status',
  memberList: '/etcdserverpb.Cluster/MemberList',
} as const;

export interface RangeRequest {
  readonly key: Uint8Array;
  /** Exclusive; absent: just the one key. */
  readonly rangeEnd?: Uint8Array | undefined;
  /** 0: all. */
  readonly limit?: number | undefined;
  /** 0: now. */
  readonly revision?: Revision | undefined;
  readonly keysOnly?: boolean | undefined;
}

export interface KeyValue {
  readonly key: string;
  readonly value: Buffer;
  readonly createRevision: Revision;
  readonly modRevision: Revision;
  readonly version: number;
}

export interface RangeResponse {
  readonly revision: Revision;
  readonly items: readonly KeyValue[];
  readonly more: boolean;
  readonly count: number;
}

export interface TxnResponse {
  readonly revision: Revision;
  readonly succeeded: boolean;
  /** Of the range in the branch that was taken, if there was one. */
  readonly items: readonly KeyValue[];
}

export interface WatchEvent {
  readonly deleted: boolean;
  readonly item: KeyValue;
  readonly previous: KeyValue | undefined;
}

export interface WatchResponse {
  readonly revision: Revision;
  readonly created: boolean;
  readonly canceled: boolean;
  readonly compactRevision: Revision;
  readonly cancelReason: string;
  /** More of this response follows. */
  readonly fragment: boolean;
  readonly events: readonly WatchEvent[];
}

export interface StatusResponse {
  readonly clusterId: bigint;
  readonly memberId: bigint;
  readonly leaderId: bigint;
  readonly revision: Revision;
  readonly version: string;
  readonly dbSize: number;
  readonly dbSizeInUse: number;
}

export interface Member {
  readonly id: bigint;
  readonly name: string;
  readonly clientUrls: readonly string[];
  readonly isLearner: boolean;
}

export function rangeRequest(request: RangeRequest): MessageWriter {
  return new MessageWriter()
    .bytes(1, request.key)
    .bytes(2, request.rangeEnd ?? NO_BYTES)
    .number(3, request.limit ?? 0)
    .number(4, request.revision ?? 0)
    .boolean(8, request.keysOnly ?? false);
}

export interface PutOperation {
  readonly key: Uint8Array;
  readonly value: Uint8Array;
  /** 0n: none. */
  readonly lease: bigint;
}

/** What a key is compared by, as etcd numbers it. */
export const COMPARE = { version: { target: 0, field: 4 }, modRevision: { target: 2, field: 6 } } as const;

export interface TxnRequest {
  readonly compare: { readonly by: (typeof COMPARE)[keyof typeof COMPARE]; readonly key: Uint8Array; readonly equals: number };
  /** A put, or the removal of the compared key. */
  readonly action: PutOperation | 'delete';
}

/** If the key compares as expected, do it; otherwise read the key. */
export function txnRequest({ compare, action }: TxnRequest): MessageWriter {
  const condition = new MessageWriter().number(2, compare.by.target).bytes(3, compare.key).number(compare.by.field, compare.equals);
  const success =
    action === 'delete'
      ? new MessageWriter().message(3, new MessageWriter().bytes(1, compare.key))
      : new MessageWriter().message(2, new MessageWriter().bytes(1, action.key).bytes(2, action.value).bigint(3, action.lease));
  const failure = new MessageWriter().message(1, rangeRequest({ key: compare.key }));
  return new MessageWriter().message(1, condition).message(2, success).message(3, failure);
}

export function compactRequest(revision: Revision): MessageWriter {
  return new MessageWriter().number(1, revision);
}

export function leaseGrantRequest(ttlSeconds: number): MessageWriter {
  return new MessageWriter().number(1, ttlSeconds);
}

export interface WatchCreate {
  readonly key: Uint8Array;
  readonly rangeEnd: Uint8Array;
  readonly startRevision: Revision;
  readonly previous: boolean;
}

export function watchCreateRequest({ key, rangeEnd, startRevision, previous }: WatchCreate): MessageWriter {
  const create = new MessageWriter().bytes(1, key).bytes(2, rangeEnd).number(3, startRevision).boolean(4, true).boolean(6, previous).boolean(8, true);
  return new MessageWriter().message(1, create);
}

export function watchProgressRequest(): MessageWriter {
  return new MessageWriter().message(3, new MessageWriter());
}

export function statusRequest(): MessageWriter {
  return new MessageWriter();
}

export function memberListRequest(): MessageWriter {
  return new MessageWriter().boolean(1, true);
}

export function decodeRange(reader: MessageReader): RangeResponse {
  let revision = 0;
  let more = false;
  let count = 0;
  const items: KeyValue[] = [];
  while (reader.next()) {
    if (reader.field === 1) {
      revision = decodeHeader(reader.message()).revision;
    } else if (reader.field === 2) {
      items.push(decodeKeyValue(reader.message()));
    } else if (reader.field === 3) {
      more = reader.boolean();
    } else if (reader.field === 4) {
      count = reader.number();
    }
  }
  return { revision, items, more, count };
}

export function decodeTxn(reader: MessageReader): TxnResponse {
  let revision = 0;
  let succeeded = false;
  let items: readonly KeyValue[] = [];
  while (reader.next()) {
    if (reader.field === 1) {
      revision = decodeHeader(reader.message()).revision;
    } else if (reader.field === 2) {
      succeeded = reader.boolean();
    } else if (reader.field === 3) {
      const operation = reader.message();
      while (operation.next()) {
        if (operation.field === 1) {
          items = decodeRange(operation.message()).items;
        }
      }
    }
  }
  return { revision, succeeded, items };
}

export function decodeWatch(reader: MessageReader): WatchResponse {
  let revision = 0;
  let created = false;
  let canceled = false;
  let compactRevision = 0;
  let cancelReason = '';
  let fragment = false;
  const events: WatchEvent[] = [];
  while (reader.next()) {
    switch (reader.field) {
      case 1:
        revision = decodeHeader(reader.message()).revision;
        break;
      case 3:
        created = reader.boolean();
        break;
      case 4:
        canceled = reader.boolean();
        break;
      case 5:
        compactRevision = reader.number();
        break;
      case 6:
        cancelReason = reader.string();
        break;
      case 7:
        fragment = reader.boolean();
        break;
      case 11:
        events.push(decodeEvent(reader.message()));
        break;
    }
  }
  return { revision, created, canceled, compactRevision, cancelReason, fragment, events };
}

/** The lease's id and the time to live that was granted, which may be longer than asked for. */
export function decodeLeaseGrant(reader: MessageReader): { readonly id: bigint; readonly ttlSeconds: number } {
  let id = 0n;
  let ttlSeconds = 0;
  while (reader.next()) {
    if (reader.field === 2) {
      id = reader.bigint();
    } else if (reader.field === 3) {
      ttlSeconds = reader.number();
    }
  }
  return { id, ttlSeconds };
}

export function decodeStatus(reader: MessageReader): StatusResponse {
  let header: Header = { clusterId: 0n, memberId: 0n, revision: 0 };
  let version = '';
  let leaderId = 0n;
  let dbSize = 0;
  let dbSizeInUse = 0;
  while (reader.next()) {
    switch (reader.field) {
      case 1:
        header = decodeHeader(reader.message());
        break;
      case 2:
        version = reader.string();
        break;
      case 3:
        dbSize = reader.number();
        break;
      case 4:
        leaderId = reader.bigint();
        break;
      case 9:
        dbSizeInUse = reader.number();
        break;
    }
  }
  return { ...header, version, leaderId, dbSize, dbSizeInUse };
}

export function decodeMemberList(reader: MessageReader): readonly Member[] {
  const members: Member[] = [];
  while (reader.next()) {
    if (reader.field === 2) {
      members.push(decodeMember(reader.message()));
    }
  }
  return members;
}

interface Header {
  readonly clusterId: bigint;
  readonly memberId: bigint;
  readonly revision: Revision;
}

function decodeHeader(reader: MessageReader): Header {
  let clusterId = 0n;
  let memberId = 0n;
  let revision = 0;
  while (reader.next()) {
    if (reader.field === 1) {
      clusterId = reader.bigint();
    } else if (reader.field === 2) {
      memberId = reader.bigint();
    } else if (reader.field === 3) {
      revision = reader.number();
    }
  }
  return { clusterId, memberId, revision };
}

function decodeKeyValue(reader: MessageReader): KeyValue {
  let key = '';
  let value: Buffer = NO_BYTES;
  let createRevision = 0;
  let modRevision = 0;
  let version = 0;
  while (reader.next()) {
    switch (reader.field) {
      case 1:
        key = reader.string();
        break;
      case 2:
        createRevision = reader.number();
        break;
      case 3:
        modRevision = reader.number();
        break;
      case 4:
        version = reader.number();
        break;
      case 5:
        value = reader.bytes();
        break;
    }
  }
  return { key, value, createRevision, modRevision, version };
}

const NO_ITEM: KeyValue = { key: '', value: NO_BYTES, createRevision: 0, modRevision: 0, version: 0 };
const DELETE_EVENT = 1;

function decodeEvent(reader: MessageReader): WatchEvent {
  let deleted = false;
  let item = NO_ITEM;
  let previous: KeyValue | undefined;
  while (reader.next()) {
    if (reader.field === 1) {
      deleted = reader.number() === DELETE_EVENT;
    } else if (reader.field === 2) {
      item = decodeKeyValue(reader.message());
    } else if (reader.field === 3) {
      previous = decodeKeyValue(reader.message());
    }
  }
  return { deleted, item, previous };
}

function decodeMember(reader: MessageReader): Member {
  let id = 0n;
  let name = '';
  const clientUrls: string[] = [];
  let isLearner = false;
  while (reader.next()) {
    switch (reader.field) {
      case 1:
        id = reader.bigint();
        break;
      case 2:
        name = reader.string();
        break;
      case 4:
        clientUrls.push(reader.string());
        break;
      case 5:
        isLearner = reader.boolean();
        break;
    }
  }
  return { id, name, clientUrls, isLearner };
}
