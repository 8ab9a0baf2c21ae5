/** Where a watch's frames go. */
import type { Pieces } from '../rendering/interface.ts';

export interface WatchTarget {
  readonly closed: boolean;
  /** Bytes accepted but not yet passed on. */
  readonly buffered: number;
  write(frames: readonly Pieces[]): void;
  /** Resolves when it can take more, or is closed. */
  drained(): Promise<void>;
  end(): void;
  /** Runs once when the other side is gone. */
  onClose(task: () => void): void;
}
