/**
 * SETTINGS (RFC 9113, 6.5): what we tell a client, and what it tells us.
 *
 * As upstream's server: a body fits into one window, and usually into one frame; the connection has room for as many of them as there may be streams.
 */
import { ACK, FRAME_HEAD_BYTES, FrameType, LEAST_MAX_FRAME_BYTES, MAX_31_BITS, writeFrameHead, writeUint32 } from './frames.ts';

const SETTING_BYTES = 6;
const HEADER_TABLE_SIZE = 1;
const ENABLE_PUSH = 2;
const MAX_CONCURRENT_STREAMS = 3;
const INITIAL_WINDOW_SIZE = 4;
const MAX_FRAME_SIZE = 5;
const MAX_HEADER_LIST_SIZE = 6;
const MAX_FRAME_BYTES_EVER = 0xff_ffff;
/** Nobody has that many settings; Go's server refuses them, too. */
const MAX_SETTINGS = 100;

export const STREAM_WINDOW_BYTES = 256 * 1024;
export const MAX_FRAME_BYTES = 256 * 1024;
/** Go's limit (net/http, DefaultMaxHeaderBytes). */
export const MAX_HEADER_LIST_BYTES = 1 << 20;
/** A client's window for our answers until it says otherwise. */
export const DEFAULT_WINDOW_BYTES = 65_535;

/** What a connection may have on the way altogether. */
export function connectionWindow(maxStreams: number): number {
  return Math.min(STREAM_WINDOW_BYTES * maxStreams, MAX_31_BITS);
}

/** Our SETTINGS frame. */
export function ownSettings(maxStreams: number): Uint8Array {
  const settings: readonly (readonly [number, number])[] = [
    [MAX_FRAME_SIZE, MAX_FRAME_BYTES],
    [MAX_CONCURRENT_STREAMS, maxStreams],
    [MAX_HEADER_LIST_SIZE, MAX_HEADER_LIST_BYTES],
    [INITIAL_WINDOW_SIZE, STREAM_WINDOW_BYTES],
  ];
  const frame = new Uint8Array(FRAME_HEAD_BYTES + settings.length * SETTING_BYTES);
  let at = writeFrameHead(frame, 0, settings.length * SETTING_BYTES, FrameType.settings, 0, 0);
  for (const [id, value] of settings) {
    frame[at++] = 0;
    frame[at++] = id;
    at = writeUint32(frame, at, value);
  }
  return frame;
}

/** The answer to a client's. */
export const SETTINGS_ACK: Uint8Array = new Uint8Array(FRAME_HEAD_BYTES);
writeFrameHead(SETTINGS_ACK, 0, 0, FrameType.settings, ACK, 0);

/** What follows from a client's settings. */
export interface SettingsListener {
  headerTable(bytes: number): void;
  maxFrame(bytes: number): void;
  /** Of every stream, those that are open included. False: one of them becomes wider than is allowed. */
  setInitialWindow(bytes: number): boolean;
}

export type SettingsProblem = 'size' | 'value' | 'window';

/** Tells the listener of every setting in turn. @returns what is wrong with the frame, or undefined */
export function readSettings(bytes: Buffer, start: number, end: number, listener: SettingsListener): SettingsProblem | undefined {
  if ((end - start) % SETTING_BYTES !== 0) return 'size';
  if (end - start > MAX_SETTINGS * SETTING_BYTES) return 'value';
  let window: number | undefined;
  for (let at = start; at < end; at += SETTING_BYTES) {
    const value = bytes.readUInt32BE(at + 2);
    switch (bytes.readUInt16BE(at)) {
      case HEADER_TABLE_SIZE:
        listener.headerTable(value);
        break;
      case ENABLE_PUSH:
        if (value > 1) return 'value';
        break;
      case INITIAL_WINDOW_SIZE:
        if (value > MAX_31_BITS) return 'window';
        // It concerns every stream, so it is done once.
        window = value;
        break;
      case MAX_FRAME_SIZE:
        if (value < LEAST_MAX_FRAME_BYTES || value > MAX_FRAME_BYTES_EVER) return 'value';
        listener.maxFrame(value);
        break;
    }
  }
  if (window !== undefined && !listener.setInitialWindow(window)) return 'window';
  return undefined;
}
